using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Work.Simulation.World;

/// <summary>
/// Finds the endpoint of a request by its path, so that no life has to build the router, which takes longer than the life. The router itself is not what
/// stories are about: a path with a literal in it is taken before one with a value.
/// </summary>
internal sealed class SimRoutes(IEnumerable<Endpoint> endpoints)
{
    private readonly FrozenDictionary<int, Entry[]> bySegments = endpoints.OfType<RouteEndpoint>()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => new Entry(endpoint, method, Parts(endpoint.RoutePattern))))
        .GroupBy(route => route.Parts.Length)
        .ToFrozenDictionary(routes => routes.Key, routes => routes.OrderBy(route => route.Parts.Count(part => part is RoutePatternParameterPart)).ToArray());

    /// <summary>Gives the request its endpoint; none when there is none, and then the router says so.</summary>
    public void Route(IFeatureCollection features, string method, string path)
    {
        string[] segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (Entry route in bySegments.GetValueOrDefault(segments.Length) ?? [])
        {
            if (route.Method == method && route.Match(segments) is { } values)
            {
                features.Set<IEndpointFeature>(new Found { Endpoint = route.Endpoint });
                features.Set<IRouteValuesFeature>(new RouteValuesFeature { RouteValues = values });
                return;
            }
        }
    }

    private static RoutePatternPart[] Parts(RoutePattern pattern) => [.. pattern.PathSegments.Select(segment => segment.Parts[0])];

    private sealed class Found : IEndpointFeature
    {
        public Endpoint? Endpoint { get; set; }
    }

    private sealed record Entry(Endpoint Endpoint, string Method, RoutePatternPart[] Parts)
    {
        public RouteValueDictionary? Match(string[] segments)
        {
            var values = new RouteValueDictionary();
            for (int at = 0; at < segments.Length; at++)
            {
                if (Parts[at] is RoutePatternParameterPart parameter)
                {
                    values[parameter.Name] = segments[at];
                }
                else if (Parts[at] is not RoutePatternLiteralPart literal || !string.Equals(literal.Content, segments[at], StringComparison.OrdinalIgnoreCase))
                {
                    return null;
                }
            }

            return values;
        }
    }
}
