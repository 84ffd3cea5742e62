using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Work.Model;

/// <summary>Reads a report of conditions, as strictly as an enqueue: a typo must never stop or start what was not meant.</summary>
public static class ConditionReader
{
    /// <summary>The most named conditions of one report.</summary>
    public const int MaxNames = 1_000;

    private static readonly FieldTable<List<ConditionChange>> Fields = new(new Dictionary<string, FieldRule<List<ConditionChange>>>(StringComparer.Ordinal)
    {
        ["networkType"] = (changes, value) => changes.Add(new ConditionChange(ConditionKind.NetworkType, Network: value.Json.ValueKind == JsonValueKind.Null ? null : value.Choice(
            ("none", Network.None), ("notRequired", Network.NotRequired), ("connected", Network.Connected), ("unmetered", Network.Unmetered),
            ("notRoaming", Network.NotRoaming), ("metered", Network.Metered), ("temporarilyUnmetered", Network.TemporarilyUnmetered)))),
        ["batteryNotLow"] = (changes, value) => changes.Add(new ConditionChange(ConditionKind.BatteryNotLow, Holds(value))),
        ["charging"] = (changes, value) => changes.Add(new ConditionChange(ConditionKind.Charging, Holds(value))),
        ["deviceIdle"] = (changes, value) => changes.Add(new ConditionChange(ConditionKind.DeviceIdle, Holds(value))),
        ["storageNotLow"] = (changes, value) => changes.Add(new ConditionChange(ConditionKind.StorageNotLow, Holds(value))),
        ["conditions"] = ReadNamed,
    });

    /// <summary>Reads a body such as <c>{ "charging": true, "conditions": { "open": null } }</c>; null forgets. Never throws for what the body holds.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8Body,
        WorkLimits limits,
        [NotNullWhen(true)] out IReadOnlyList<ConditionChange>? changes,
        [NotNullWhen(false)] out RejectedReading? rejection)
    {
        var reading = new BodyReading(new EnqueueContext(limits, new HashSet<string>(), default));
        using var document = BodyParser.Parse(utf8Body, reading);
        changes = document is null ? null : ReadRoot(new FieldValue(document.RootElement, "$", reading));
        rejection = changes is null ? reading.Faults.ToReading() : null;
        return changes is not null;
    }

    private static List<ConditionChange>? ReadRoot(FieldValue root)
    {
        var faults = root.Body.Faults;
        new BodyAudit(faults).Check(root.Json);
        var changes = new List<ConditionChange>();
        return !faults.IsFull && Fields.Read(changes, root) && !faults.Any ? changes : null;
    }

    private static void ReadNamed(List<ConditionChange> changes, FieldValue value)
    {
        if (value.Json.ValueKind != JsonValueKind.Object)
        {
            value.Fault<object>("must be an object");
            return;
        }

        int most = value.Body.Limits.MaxTagLength;
        int before = changes.Count;
        foreach (JsonProperty property in value.Json.EnumerateObject())
        {
            if (JsonText.NameOf(property) is not { } name)
            {
                continue;
            }

            var field = value with { Json = property.Value, Path = $"{value.Path}.{JsonText.Quoted(name)}" };
            if (JsonText.CharactersIn(name) is var length && (length < 1 || length > most))
            {
                field.Fault<object>($"must have a name of 1 to {most} characters");
            }

            changes.Add(new ConditionChange(ConditionKind.Named, Holds(field), Name: name));
        }

        if (changes.Count - before > MaxNames)
        {
            value.Fault<object>($"must have at most {MaxNames} entries");
        }
    }

    private static bool? Holds(FieldValue value) => value.Json.ValueKind == JsonValueKind.Null ? null : value.Flag();
}
