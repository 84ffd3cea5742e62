using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Work.Simulation.World;

/// <summary>An answer as its caller gets it.</summary>
internal sealed record SimAnswer(int Status, IHeaderDictionary Headers, string Body);

/// <summary>A web server without a wire: requests go into the app's pipeline as they are.</summary>
internal sealed class SimServer : IServer
{
    private Func<IFeatureCollection, Task>? serve;

    public SimServer()
    {
        var addresses = new ServerAddressesFeature();
        addresses.Addresses.Add("http://127.0.0.1:7071");
        Features.Set<IServerAddressesFeature>(addresses);
    }

    /// <summary>Finds endpoints in place of the app's router; null leaves it to that.</summary>
    public SimRoutes? Routes { get; set; }

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        serve = async features =>
        {
            TContext context = application.CreateContext(features);
            Exception? failure = null;
            try
            {
                await application.ProcessRequestAsync(context);
            }
            catch (Exception thrown)
            {
                failure = thrown;
                throw;
            }
            finally
            {
                application.DisposeContext(context, failure);
            }
        };
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // Nothing is held.
    }

    public async Task<SimAnswer> SendAsync(string method, string path, string? body, IEnumerable<(string Name, string Value)> headers)
    {
        string[] parts = path.Split('?', 2);
        var request = new HttpRequestFeature
        {
            Method = method,
            Path = Uri.UnescapeDataString(parts[0]),
            QueryString = parts.Length > 1 ? "?" + parts[1] : "",
            RawTarget = path,
            Protocol = "HTTP/1.1",
            Scheme = "http",
        };
        request.Headers.Host = "127.0.0.1:7071";
        if (body is not null)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(body);
            request.Body = new MemoryStream(bytes, writable: false);
            request.Headers.ContentLength = bytes.Length;
            request.Headers.ContentType = "application/json";
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers[name] = value;
        }

        var answer = new MemoryStream();
        var response = new HttpResponseFeature();
        var responseBody = new StreamResponseBodyFeature(answer);
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(request);
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(responseBody);
        features.Set<IHttpRequestLifetimeFeature>(new HttpRequestLifetimeFeature());
        features.Set<IHttpRequestIdentifierFeature>(new HttpRequestIdentifierFeature { TraceIdentifier = "simulated" });
        Routes?.Route(features, method, request.Path);
        await (serve ?? throw new InvalidOperationException("The app does not serve yet."))(features);
        await responseBody.CompleteAsync();
        return new SimAnswer(response.StatusCode, response.Headers, Encoding.UTF8.GetString(answer.ToArray()));
    }
}
