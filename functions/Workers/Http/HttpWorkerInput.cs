using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>The input of the worker <c>http</c>, read and checked.</summary>
internal sealed record HttpWorkerInput(
    Uri Url, HttpMethod Method, JsonElement? Body, IReadOnlyList<KeyValuePair<string, string>> Headers, IReadOnlyList<HttpStatusCode> Expect)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    private static readonly string[] MethodsWithEnvelope = ["POST", "PUT", "PATCH"];

    /// <summary>Reads it; null with a failure when anything is wrong.</summary>
    public static HttpWorkerInput? Read(JsonElement input, out WorkResult? failure)
    {
        var reader = new InputReader(input);
        var url = reader.Url("url");
        var method = reader.Text("method")?.ToUpperInvariant() ?? "POST";
        if (!Methods.Contains(method))
        {
            reader.Fault($"'method' must be one of {string.Join(", ", Methods)}");
        }

        if (reader.Raw("body") is { ValueKind: JsonValueKind.String } body && JsonText.Of(body) is null)
        {
            reader.Fault("'body' must be well-formed Unicode");
        }

        var headers = reader.Headers("headers");
        var expect = ReadExpect(reader);
        failure = reader.Failure;
        return failure is null ? new HttpWorkerInput(url!, new HttpMethod(method), reader.Raw("body"), headers, expect) : null;
    }

    /// <summary>Whether the call carries what it is about, and with it the address of the callback.</summary>
    public bool HasEnvelope => Body is null && MethodsWithEnvelope.Contains(Method.Method);

    /// <summary>The request of one attempt.</summary>
    public HttpRequestMessage ToRequest(WorkContext context, Uri? callback)
    {
        var request = new HttpRequestMessage(Method, Url) { Content = Content(context, callback) };
        RequestHeaders.Apply(request, Headers);
        return request;
    }

    private ByteArrayContent? Content(WorkContext context, Uri? callback) => Body switch
    {
        { ValueKind: JsonValueKind.String } text => new StringContent(JsonText.Of(text)!, Encoding.UTF8),
        { } json => Json(Encoding.UTF8.GetBytes(json.GetRawText())),
        null => HasEnvelope ? Json(WorkEnvelope.Of(context, callback)) : null,
    };

    private static ByteArrayContent Json(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static List<HttpStatusCode> ReadExpect(InputReader reader)
    {
        var codes = new List<HttpStatusCode>();
        var value = reader.Raw("expect");
        foreach (var item in value is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToList() : value is { } single ? [single] : [])
        {
            if (item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out var code) && code is >= 200 and <= 599)
            {
                codes.Add((HttpStatusCode)code);
            }
            else
            {
                reader.Fault("'expect' must be a status code from 200 to 599, or an array of them");
                break;
            }
        }

        return codes;
    }
}
