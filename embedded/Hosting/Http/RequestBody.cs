using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Work.Embedded.Hosting.Http;

/// <summary>Reads the JSON body for a [FromBody] parameter, with the JSON options of MVC.</summary>
internal static class RequestBody
{
    /// <exception cref="BadHttpRequestException">The body is no JSON of that type.</exception>
    public static async Task<object?> ReadAsync(HttpContext http, Type type)
    {
        var options = http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        try
        {
            return await JsonSerializer.DeserializeAsync(http.Request.Body, type, options, http.RequestAborted);
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException($"The body cannot be read: {e.Message}", StatusCodes.Status400BadRequest, e);
        }
    }
}
