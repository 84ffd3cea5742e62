using System.Text.Json;
using System.Text.Json.Serialization;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>A result that the other side says outright: <c>{ "result": "success|failure|retry", "output": {}, "error": { "type", "message" } }</c>.</summary>
internal sealed record SaidResult(string? Result, JsonElement? Output, WorkError? Error)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        PropertyNameCaseInsensitive = false,
    };

    /// <summary>Reads it; what does not hold to the format is a failure that says so.</summary>
    public static WorkResult Read(byte[] body, TimeSpan? retryAfter)
    {
        try
        {
            return JsonSerializer.Deserialize<SaidResult>(body, Format)?.ToResult(retryAfter) ?? Invalid("it is null");
        }
        catch (JsonException fault)
        {
            return Invalid(fault.Message);
        }
    }

    private WorkResult ToResult(TimeSpan? retryAfter)
    {
        if (Output is { ValueKind: not JsonValueKind.Object })
        {
            return Invalid("'output' must be an object");
        }

        var error = Error is null
            ? new WorkError(ErrorTypes.RemoteResult, $"The other side said {Result}.")
            : new WorkError(Error.Type ?? ErrorTypes.RemoteResult, Error.Message ?? "");
        return Result switch
        {
            "success" => WorkResult.Success(Output),
            "failure" => WorkResult.Failure(error, Output),
            "retry" => WorkResult.Retry(error, retryAfter),
            _ => Invalid("'result' must be success, failure or retry"),
        };
    }

    private static WorkResult Invalid(string why) =>
        WorkResult.Failure(new WorkError(ErrorTypes.InvalidAnswer, $"The answer claims to be a work result, but {why}"));
}
