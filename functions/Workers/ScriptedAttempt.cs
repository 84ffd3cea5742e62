using System.Text.Json;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>One entry of a script, read and checked. Progress is in the order of time.</summary>
internal sealed record ScriptedAttempt(
    AttemptResult Result,
    JsonElement? Output,
    WorkError? Error,
    TimeSpan RunFor,
    IReadOnlyList<(TimeSpan At, JsonElement Data)> Progress,
    string? Throw,
    bool IgnoresStop,
    JsonElement? Checkpoint,
    TimeSpan? HeartbeatEvery,
    JsonElement? Foreground)
{
    private static readonly string[] Keys = ["result", "output", "error", "runFor", "progress", "throw", "ignoreStop", "checkpoint", "heartbeatEvery", "foreground"];

    /// <summary>Reads the entry of an attempt; null with a failure when anything is wrong with it. No script at all is one success.</summary>
    public static ScriptedAttempt? Read(JsonElement input, int earlierAttempts, out WorkResult? failure)
    {
        failure = null;
        if (!input.TryGetProperty("attempts", out var attempts))
        {
            return new ScriptedAttempt(AttemptResult.Success, null, null, TimeSpan.Zero, [], null, false, null, null, null);
        }

        if (attempts.ValueKind != JsonValueKind.Array
            || attempts.GetArrayLength() == 0
            || attempts.EnumerateArray().Any(entry => entry.ValueKind != JsonValueKind.Object))
        {
            failure = WorkResult.Failure(new WorkError(ErrorTypes.InvalidInput, "'attempts' must be an array of at least one object."));
            return null;
        }

        return ReadEntry(attempts[Math.Min(earlierAttempts, attempts.GetArrayLength() - 1)], out failure);
    }

    private static ScriptedAttempt? ReadEntry(JsonElement entry, out WorkResult? failure)
    {
        var reader = new InputReader(entry);
        foreach (var unknown in entry.EnumerateObject().Select(property => JsonText.NameOf(property) ?? "").Except(Keys))
        {
            reader.Fault($"'{unknown}' is unknown");
        }

        var progress = ReadProgress(reader);
        var last = progress.Count == 0 ? TimeSpan.Zero : progress[^1].At;
        var runFor = reader.Duration("runFor") ?? last;
        if (last > runFor)
        {
            reader.Fault("'progress' goes on after 'runFor'");
        }

        var result = reader.Text("result");
        if (result is not (null or "success" or "failure" or "retry" or "continue"))
        {
            reader.Fault("'result' must be success, failure, retry or continue");
        }

        var checkpoint = ObjectAt(reader, "checkpoint");
        if ((checkpoint is not null) != (result == "continue"))
        {
            reader.Fault("'checkpoint' goes with the result continue, and with no other");
        }

        var heartbeatEvery = reader.Duration("heartbeatEvery");
        if (heartbeatEvery <= TimeSpan.Zero)
        {
            reader.Fault("'heartbeatEvery' must be more than zero");
        }

        var foreground = ObjectAt(reader, "foreground");
        var output = ObjectAt(reader, "output");
        var error = ObjectAt(reader, "error");
        var ignoresStop = reader.Raw("ignoreStop");
        if (ignoresStop is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) })
        {
            reader.Fault("'ignoreStop' must be true or false");
        }

        var message = reader.Text("throw");
        failure = reader.Failure;
        return failure is not null ? null : new ScriptedAttempt(
            result switch { "failure" => AttemptResult.Failure, "retry" => AttemptResult.Retry, _ => AttemptResult.Success },
            output,
            error is { } said ? new WorkError(TextOf(said, "type") ?? "scripted", TextOf(said, "message") ?? "") : null,
            runFor,
            progress,
            message,
            ignoresStop is { ValueKind: JsonValueKind.True },
            checkpoint,
            heartbeatEvery,
            foreground);
    }

    private static List<(TimeSpan At, JsonElement Data)> ReadProgress(InputReader reader)
    {
        var steps = new List<(TimeSpan At, JsonElement Data)>();
        var list = reader.Raw("progress");
        foreach (var step in list is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().ToList() : list is { } single ? [single] : [])
        {
            if (IsoDuration.TryParse(TextOf(step, "at"), out var at) && at >= TimeSpan.Zero
                && step.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object)
            {
                steps.Add((at, data));
            }
            else
            {
                reader.Fault("'progress' must be an array of { \"at\": duration, \"data\": object }");
                return [];
            }
        }

        return [.. steps.OrderBy(step => step.At)];
    }

    private static JsonElement? ObjectAt(InputReader reader, string key)
    {
        var value = reader.Raw(key);
        if (value is { ValueKind: not JsonValueKind.Object })
        {
            reader.Fault($"'{key}' must be an object");
        }

        return value;
    }

    private static string? TextOf(JsonElement item, string key) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? JsonText.Of(value)
            : null;
}
