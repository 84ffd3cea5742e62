using System.Net;
using System.Text.Json;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>
/// Calls an address, which does the work and answers with the result. Without a body of its own the call carries an envelope that names the work
/// and the attempt. The call may reach the other side twice: the work's id is the same each time.
/// </summary>
public sealed class HttpWorker(GuardedHttp http) : IWorker
{
    /// <summary>The most bytes of an answer that are read: what an output may have in the widest profile.</summary>
    public const int MaxAnswerBytes = 256 * 1024;

    /// <summary>The media type of an answer that says its result outright, whatever its status.</summary>
    public const string ResultMediaType = "application/vnd.work-result+json";

    /// <inheritdoc/>
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        var input = HttpWorkerInput.Read(context.Input, out var failure);
        if (input is null)
        {
            return failure!;
        }

        try
        {
            var callback = input.HasEnvelope ? await context.GetCallbackAsync(stop) : null;
            using var request = input.ToRequest(context, callback);
            using var alive = context.KeepAlive();
            using var answer = await http.SendAsync(request, stop);
            return IsPromise(answer, input.Expect) ? Awaited(callback) : await JudgeAsync(answer, input.Expect, context.Clock, stop);
        }
        catch (AddressRefusedException fault)
        {
            return WorkResult.Failure(new WorkError(ErrorTypes.AddressRefused, fault.Message));
        }
        catch (HttpRequestException fault)
        {
            return WorkResult.Retry(new WorkError(ErrorTypes.NoConnection, fault.Message));
        }
    }

    private static bool SaysOutright(HttpResponseMessage answer) =>
        answer.Content.Headers.ContentType?.MediaType is { } type && type.Equals(ResultMediaType, StringComparison.OrdinalIgnoreCase);

    private static bool IsPromise(HttpResponseMessage answer, IReadOnlyList<HttpStatusCode> expect) =>
        answer.StatusCode == HttpStatusCode.Accepted && expect.Count == 0 && !SaysOutright(answer);

    private static WorkResult Awaited(Uri? callback) => callback is not null ? WorkResult.AwaitCallback() : WorkResult.Failure(new WorkError(
        ErrorTypes.NoCallback,
        "The answer 202 promises a callback, and the call carried no address for it: it has a body of its own, or the host does not know its own address (Work:PublicUrl). "
        + "Put 202 into 'expect' to take it as a success."));

    private async Task<WorkResult> JudgeAsync(HttpResponseMessage answer, IReadOnlyList<HttpStatusCode> expect, TimeProvider clock, CancellationToken stop)
    {
        var saysOutright = SaysOutright(answer);
        var expected = expect.Count == 0 ? AnswerStatus.IsSuccess(answer.StatusCode) : expect.Contains(answer.StatusCode);
        if (!saysOutright && !expected)
        {
            return AnswerStatus.Refusal(answer, clock);
        }

        var body = await ReadAsync(answer, stop);
        if (body is null)
        {
            return WorkResult.Failure(new WorkError(ErrorTypes.AnswerTooLarge, $"The answer's body has more than {MaxAnswerBytes} bytes."));
        }

        return saysOutright ? SaidResult.Read(body, AnswerStatus.RetryAfter(answer, clock)) : WorkResult.Success(JsonObject(body));
    }

    private static JsonElement? JsonObject(byte[] body)
    {
        try
        {
            var value = JsonElement.Parse(body);
            return value.ValueKind == JsonValueKind.Object ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<byte[]?> ReadAsync(HttpResponseMessage answer, CancellationToken stop)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        using var content = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await http.ReadAsync(body, buffer, stop)) > 0)
        {
            content.Write(buffer, 0, count);
            if (content.Length > MaxAnswerBytes)
            {
                return null;
            }
        }

        return content.ToArray();
    }
}
