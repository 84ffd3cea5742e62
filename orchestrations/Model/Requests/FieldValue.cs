using System.Runtime.InteropServices;
using System.Text.Json;

namespace Work.Model;

/// <summary>One value of a body under its path. Each reader gives the checked value, or null after it has noted the fault.</summary>
internal sealed record FieldValue(JsonElement Json, string Path, BodyReading Body)
{
    public string? Text() => Json.ValueKind == JsonValueKind.String ? JsonText.Of(Json) : Fault<string>("must be a string");

    public string? Text(int mostCharacters) => Text() switch
    {
        null => null,
        var text when JsonText.CharactersIn(text) is var length && length >= 1 && length <= mostCharacters => text,
        _ => Fault<string>($"must have 1 to {mostCharacters} characters"),
    };

    public string? Id() => Text() switch
    {
        null => null,
        var text when WorkIds.IsValid(text) => text,
        _ => Fault<string>("must match [A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
    };

    public string? Scope() => Text() switch
    {
        null => null,
        var text when ScopeNames.IsValid(text) => text,
        _ => Fault<string>($"must match {ScopeNames.Pattern}"),
    };

    public bool? Flag() => Json.ValueKind is JsonValueKind.True or JsonValueKind.False ? Json.GetBoolean() : Fault<bool?>("must be true or false");

    /// <summary>The name of a registered worker; an unknown one is returned too, after its fault.</summary>
    public string? Worker()
    {
        var name = Text();
        if (name is not null && !Body.Context.Workers.Contains(name))
        {
            Body.Faults.Impossible(Path, $"no worker is registered as '{JsonText.Quoted(name)}'");
        }

        return name;
    }

    /// <summary>A duration that is not negative, and at most <paramref name="most"/> when that is given.</summary>
    public TimeSpan? Duration(TimeSpan? most)
    {
        if (Json.ValueKind != JsonValueKind.String || !IsoDuration.TryParse(JsonText.Of(Json), out var value))
        {
            return Fault<TimeSpan?>("must be an ISO 8601 duration");
        }

        if (value < TimeSpan.Zero)
        {
            return Fault<TimeSpan?>("must not be negative");
        }

        return value <= most || most is null ? value : Fault<TimeSpan?>($"must be at most {IsoDuration.Format(most.Value)}");
    }

    public TimeSpan? PositiveDuration(TimeSpan most) =>
        Duration(most) is not { } value ? null : value > TimeSpan.Zero ? value : Fault<TimeSpan?>("must be more than zero");

    /// <summary>A duration that floor and ceiling change, each change noted under the limit's name.</summary>
    public TimeSpan? Clamped((TimeSpan Value, string Name) floor, (TimeSpan Value, string Name) ceiling)
    {
        if (Duration(null) is not { } asked)
        {
            return null;
        }

        var limit = asked < floor.Value ? floor : asked > ceiling.Value ? ceiling : (asked, string.Empty);
        if (limit.Item1 != asked)
        {
            Body.Adjustments.Add(new Adjustment(Path, IsoDuration.Format(asked), IsoDuration.Format(limit.Item1), limit.Item2));
        }

        return limit.Item1;
    }

    /// <summary>An instant, at most <paramref name="latest"/>.</summary>
    public DateTimeOffset? Instant(DateTimeOffset latest)
    {
        if (Json.ValueKind != JsonValueKind.String || !Rfc3339.TryParse(JsonText.Of(Json), out var value))
        {
            return Fault<DateTimeOffset?>("must be an RFC 3339 instant");
        }

        return value <= latest ? value : Fault<DateTimeOffset?>($"must not be after {Rfc3339.Format(latest)}");
    }

    public int? Count()
    {
        if (Json.ValueKind != JsonValueKind.Number || !Json.TryGetInt64(out var value))
        {
            return Fault<int?>("must be a whole number");
        }

        return value < 0 ? Fault<int?>("must not be negative")
            : value > int.MaxValue ? Fault<int?>($"must be at most {int.MaxValue}")
            : (int)value;
    }

    /// <summary>A whole number in a range.</summary>
    public int? Number(int least, int most) =>
        Json.ValueKind == JsonValueKind.Number && Json.TryGetInt64(out var value) && value >= least && value <= most
            ? (int)value
            : Fault<int?>($"must be a whole number from {least} to {most}");

    /// <summary>One of the camelCase names, exactly.</summary>
    public T? Choice<T>(params ReadOnlySpan<(string Name, T Value)> choices)
        where T : struct
    {
        var text = Json.ValueKind == JsonValueKind.String ? JsonText.Of(Json) : null;
        var names = new List<string>();
        foreach (var (name, value) in choices)
        {
            if (name == text)
            {
                return value;
            }

            names.Add(name);
        }

        return Fault<T?>($"must be one of {string.Join(", ", names)}");
    }

    /// <summary>An object of at most so many bytes as it was written; a copy that outlives the body.</summary>
    public JsonElement? DataObject(int mostBytes)
    {
        if (Json.ValueKind != JsonValueKind.Object)
        {
            return Fault<JsonElement?>("must be an object");
        }

        var bytes = JsonMarshal.GetRawUtf8Value(Json).Length;
        if (bytes <= mostBytes)
        {
            return Json.Clone();
        }

        Body.Faults.TooLarge(Path, $"must be at most {mostBytes} bytes, has {bytes}");
        return null;
    }

    /// <summary>An array, each element under its own path; a faulty element is null, so that positions hold.</summary>
    public IReadOnlyList<T?> Items<T>(Func<FieldValue, T?> read)
        where T : class
    {
        if (Json.ValueKind == JsonValueKind.Array)
        {
            return [.. Json.EnumerateArray().Select((element, i) => read(this with { Json = element, Path = $"{Path}[{i}]" }))];
        }

        Fault<object>("must be an array");
        return [];
    }

    public T? Fault<T>(string message)
    {
        Body.Faults.Invalid(Path, message);
        return default;
    }
}
