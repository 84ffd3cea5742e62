using System.ComponentModel;
using Microsoft.AspNetCore.Http;

namespace Work.Embedded.Hosting.Invocation;

/// <summary>Reads a route value as <typeparamref name="T"/>; a missing optional one is the type's default.</summary>
internal static class RouteValue<T>
{
    private static readonly TypeConverter Converter = TypeDescriptor.GetConverter(typeof(T));

    /// <exception cref="BadHttpRequestException">The text is no <typeparamref name="T"/>.</exception>
    public static T? Read(HttpContext? http, string name)
    {
        switch (http!.Request.RouteValues[name])
        {
            case null:
                return default;
            case T value:
                return value;
            case var value:
                try
                {
                    return (T?)Converter.ConvertFromInvariantString(value.ToString()!);
                }
                catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
                {
                    throw new BadHttpRequestException($"The route value '{name}' is not a {typeof(T).Name}.", StatusCodes.Status400BadRequest, e);
                }
        }
    }
}
