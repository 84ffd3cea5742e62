using System.Globalization;

namespace Work.Model;

/// <summary>The constraints of a work while they are read.</summary>
internal sealed class ConstraintsDraft
{
    /// <summary>The most named conditions and content triggers of one work.</summary>
    public const int MaxEntries = 50;

    /// <summary>The most characters of a content's uri.</summary>
    public const int MaxUriLength = 1_024;

    private static readonly FieldTable<ConstraintsDraft> Fields = new(new Dictionary<string, FieldRule<ConstraintsDraft>>(StringComparer.Ordinal)
    {
        ["networkType"] = (draft, value) => draft.read = draft.read with
        {
            NetworkType = value.Choice(
                ("notRequired", NetworkType.NotRequired), ("connected", NetworkType.Connected), ("unmetered", NetworkType.Unmetered),
                ("notRoaming", NetworkType.NotRoaming), ("metered", NetworkType.Metered), ("temporarilyUnmetered", NetworkType.TemporarilyUnmetered)) ?? default
        },
        ["batteryNotLow"] = (draft, value) => draft.read = draft.read with { BatteryNotLow = value.Flag() ?? false },
        ["charging"] = (draft, value) => draft.read = draft.read with { Charging = value.Flag() ?? false },
        ["deviceIdle"] = (draft, value) => draft.read = draft.read with { DeviceIdle = value.Flag() ?? false },
        ["storageNotLow"] = (draft, value) => draft.read = draft.read with { StorageNotLow = value.Flag() ?? false },
        ["conditions"] = (draft, value) => draft.read = draft.read with { Conditions = List(value, entry => entry.Text(value.Body.Limits.MaxTagLength)) },
        ["window"] = (draft, value) => draft.read = draft.read with { Window = WindowDraft.Read(value) },
        ["contentTriggers"] = (draft, value) => draft.read = draft.read with { ContentTriggers = List(value, TriggerDraft.Read) },
        ["triggerUpdateDelay"] = (draft, value) => draft.read = draft.read with { TriggerUpdateDelay = value.Clamped((value.Body.Limits.MinTriggerUpdateDelay, "minTriggerUpdateDelay"), (value.Body.Limits.MaxDelay, "maxDelay")) },
        ["triggerMaxDelay"] = (draft, value) => draft.read = draft.read with { TriggerMaxDelay = value.Clamped((value.Body.Limits.MinTriggerMaxDelay, "minTriggerMaxDelay"), (value.Body.Limits.MaxDelay, "maxDelay")) },
    });

    private Constraints read = Constraints.None;

    /// <summary>Reads the object; what was faulty in it is as if it were not there.</summary>
    public static Constraints? Read(FieldValue value)
    {
        var draft = new ConstraintsDraft();
        if (!Fields.Read(draft, value))
        {
            return null;
        }

        Constraints read = draft.read;
        if (!read.WatchesContent)
        {
            Alone(value, "triggerUpdateDelay", read.TriggerUpdateDelay);
            Alone(value, "triggerMaxDelay", read.TriggerMaxDelay);
            return read;
        }

        WorkLimits limits = value.Body.Limits;
        return read with { TriggerUpdateDelay = read.TriggerUpdateDelay ?? limits.DefaultTriggerUpdateDelay, TriggerMaxDelay = read.TriggerMaxDelay ?? limits.DefaultTriggerMaxDelay };
    }

    /// <summary>Checks what other fields of the work forbid.</summary>
    public static void Check(WorkDraft work, FaultList faults)
    {
        if (work is { Constraints.DeviceIdle: true } and not { BackoffPolicy: null, BackoffDelay: null })
        {
            faults.Invalid(work.PathOf("backoff"), "must not be given together with constraints.deviceIdle");
        }
    }

    private static void Alone(FieldValue value, string field, TimeSpan? delay)
    {
        if (delay is not null)
        {
            value.Body.Faults.Invalid($"{value.Path}.{field}", "needs contentTriggers");
        }
    }

    private static IReadOnlyList<T>? List<T>(FieldValue value, Func<FieldValue, T?> read)
        where T : class
    {
        IReadOnlyList<T?> entries = value.Items(read);
        if (entries.Count > MaxEntries)
        {
            value.Fault<object>($"must have at most {MaxEntries} entries");
        }

        return entries.Count == 0 ? null : [.. entries.OfType<T>().Distinct()];
    }

    private sealed class WindowDraft
    {
        private static readonly FieldTable<WindowDraft> Fields = new(new Dictionary<string, FieldRule<WindowDraft>>(StringComparer.Ordinal)
        {
            ["from"] = (window, value) => (window.hasFrom, window.from) = (true, Time(value)),
            ["to"] = (window, value) => (window.hasTo, window.to) = (true, Time(value)),
            ["timeZone"] = (window, value) => window.zone = Zone(value),
        });

        private bool hasFrom;
        private bool hasTo;
        private TimeOnly? from;
        private TimeOnly? to;
        private string? zone = "UTC";

        public static TimeWindow? Read(FieldValue value)
        {
            var window = new WindowDraft();
            if (!Fields.Read(window, value))
            {
                return null;
            }

            Need(value, "from", window.hasFrom);
            Need(value, "to", window.hasTo);
            if (window is not { from: { } from, to: { } to, zone: { } zone })
            {
                return null;
            }

            return from != to ? new TimeWindow(from, to, zone) : value.Fault<TimeWindow>("must not begin when it ends");
        }

        private static TimeOnly? Time(FieldValue value) =>
            value.Text() is not { } text ? null
                : TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time
                : value.Fault<TimeOnly?>("must be a time of day, such as 22:00");

        private static string? Zone(FieldValue value) =>
            value.Text() is not { } name ? null
                : TimeZones.TryFind(name, out _) ? name
                : value.Fault<string>($"there is no IANA time zone '{JsonText.Quoted(name)}'");
    }

    private sealed class TriggerDraft
    {
        private static readonly FieldTable<TriggerDraft> Fields = new(new Dictionary<string, FieldRule<TriggerDraft>>(StringComparer.Ordinal)
        {
            ["uri"] = (trigger, value) => (trigger.hasUri, trigger.uri) = (true, value.Text(MaxUriLength)),
            ["descendants"] = (trigger, value) => trigger.descendants = value.Flag() ?? false,
        });

        private bool hasUri;
        private string? uri;
        private bool descendants;

        public static ContentTrigger? Read(FieldValue value)
        {
            var trigger = new TriggerDraft();
            if (!Fields.Read(trigger, value))
            {
                return null;
            }

            Need(value, "uri", trigger.hasUri);
            return trigger.uri is { } uri ? new ContentTrigger(uri, trigger.descendants) : null;
        }
    }

    private static void Need(FieldValue value, string field, bool isGiven)
    {
        if (!isGiven)
        {
            value.Body.Faults.Invalid($"{value.Path}.{field}", "is required");
        }
    }
}
