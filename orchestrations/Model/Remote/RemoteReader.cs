using System.Diagnostics.CodeAnalysis;

namespace Work.Model;

/// <summary>Reads the bodies that who runs works outside the process sends, as strictly as those of an enqueue. None throws for what a body holds.</summary>
public static class RemoteReader
{
    private static readonly FieldTable<Draft> ErrorFields = new(new Dictionary<string, FieldRule<Draft>>(StringComparer.Ordinal)
    {
        ["type"] = (draft, value) => draft.ErrorType = value.Text(value.Body.Limits.MaxTagLength),
        ["message"] = (draft, value) => draft.ErrorMessage = value.Text(),
    });

    private static readonly FieldTable<Draft> ResultFields = new(new Dictionary<string, FieldRule<Draft>>(StringComparer.Ordinal)
    {
        ["result"] = (draft, value) => (draft.HasResult, draft.Result) = (true, value.Choice(
            ("success", AttemptResult.Success), ("failure", AttemptResult.Failure), ("retry", AttemptResult.Retry))),
        ["output"] = (draft, value) => draft.Data = value.DataObject(value.Body.Limits.MaxDataBytes),
        ["error"] = (draft, value) => draft.HasError = ErrorFields.Read(draft, value),
        ["retryAfter"] = (draft, value) => draft.Length = value.Duration(value.Body.Limits.MaxDelay),
    });

    private static readonly FieldTable<Draft> HeartbeatFields = new(new Dictionary<string, FieldRule<Draft>>(StringComparer.Ordinal)
    {
        ["progress"] = (draft, value) => draft.Data = value.DataObject(value.Body.Limits.MaxDataBytes),
    });

    private static readonly FieldTable<Draft> RenewalFields = HeartbeatFields.With(("extendFor", (draft, value) => draft.Length = Lease(value)));

    private static readonly FieldTable<Draft> LeaseFields = new(new Dictionary<string, FieldRule<Draft>>(StringComparer.Ordinal)
    {
        ["workers"] = ReadWorkers,
        ["max"] = (draft, value) => draft.Max = Count(value),
        ["leaseFor"] = (draft, value) => draft.Length = Lease(value),
    });

    /// <summary>Reads <c>{ "result", "output"?, "error"?, "retryAfter"? }</c>.</summary>
    public static bool TryReadResult(
        ReadOnlyMemory<byte> utf8Body, WorkLimits limits, [NotNullWhen(true)] out ResultRequest? request, [NotNullWhen(false)] out RejectedReading? rejection)
    {
        Draft? draft = Read(utf8Body, new EnqueueContext(limits, new HashSet<string>(), default), ResultFields, out rejection, (faults, read) => Require(faults, "result", read.HasResult));
        request = draft is null ? null : new ResultRequest(draft.Result!.Value, draft.Data, draft.HasError ? new ResultError(draft.ErrorType, draft.ErrorMessage) : null, draft.Length);
        return request is not null;
    }

    /// <summary>Reads <c>{ "progress"?, "extendFor"? }</c>; the latter of leases only.</summary>
    public static bool TryReadHeartbeat(
        ReadOnlyMemory<byte> utf8Body, WorkLimits limits, bool isLease, [NotNullWhen(true)] out HeartbeatRequest? request, [NotNullWhen(false)] out RejectedReading? rejection)
    {
        Draft? draft = Read(utf8Body, new EnqueueContext(limits, new HashSet<string>(), default), isLease ? RenewalFields : HeartbeatFields, out rejection, (_, _) => { });
        request = draft is null ? null : new HeartbeatRequest(draft.Data, draft.Length);
        return request is not null;
    }

    /// <summary>Reads <c>{ "workers", "max"?, "leaseFor"? }</c>; a worker that is not one of the context's external ones is a fault.</summary>
    public static bool TryReadLease(
        ReadOnlyMemory<byte> utf8Body, EnqueueContext context, [NotNullWhen(true)] out LeaseRequest? request, [NotNullWhen(false)] out RejectedReading? rejection)
    {
        Draft? draft = Read(utf8Body, context, LeaseFields, out rejection, (faults, read) => Require(faults, "workers", read.HasWorkers));
        request = draft is null ? null : new LeaseRequest([.. draft.Workers.OfType<string>().Distinct(StringComparer.Ordinal)], draft.Max ?? 1, draft.Length ?? context.Limits.DefaultLease);
        return request is not null;
    }

    private static Draft? Read(ReadOnlyMemory<byte> body, EnqueueContext context, FieldTable<Draft> fields, out RejectedReading? rejection, Action<FaultList, Draft> check)
    {
        var reading = new BodyReading(context);
        using var document = BodyParser.Parse(body, reading);
        var draft = new Draft();
        if (document is not null)
        {
            new BodyAudit(reading.Faults).Check(document.RootElement);
            if (!reading.Faults.IsFull && fields.Read(draft, new FieldValue(document.RootElement, "$", reading)))
            {
                check(reading.Faults, draft);
            }
        }

        rejection = reading.Faults.Any ? reading.Faults.ToReading() : null;
        return rejection is null ? draft : null;
    }

    private static void ReadWorkers(Draft draft, FieldValue value)
    {
        draft.HasWorkers = true;
        draft.Workers = value.Items(name => name.Worker() is { } worker && name.Body.Context.Workers.Contains(worker) && !name.Body.Context.ExternalWorkers.Contains(worker)
            ? Impossible(name, worker)
            : name.Text());
        if (value.Json.ValueKind == System.Text.Json.JsonValueKind.Array && (draft.Workers.Count < 1 || draft.Workers.Count > value.Body.Limits.MaxLeasesPerCall))
        {
            value.Fault<object>($"must have 1 to {value.Body.Limits.MaxLeasesPerCall} entries");
        }
    }

    private static string? Impossible(FieldValue name, string worker)
    {
        name.Body.Faults.Impossible(name.Path, $"the worker '{JsonText.Quoted(worker)}' runs in the host and is not leased");
        return null;
    }

    private static int? Count(FieldValue value) => value.Count() is not { } count ? null
        : count >= 1 && count <= value.Body.Limits.MaxLeasesPerCall ? count
        : value.Fault<int?>($"must be from 1 to {value.Body.Limits.MaxLeasesPerCall}");

    private static TimeSpan? Lease(FieldValue value) => value.Duration(value.Body.Limits.MaxLease) is not { } length ? null
        : length >= value.Body.Limits.MinLease ? length
        : value.Fault<TimeSpan?>($"must be at least {IsoDuration.Format(value.Body.Limits.MinLease)}");

    private static void Require(FaultList faults, string field, bool isThere)
    {
        if (!isThere)
        {
            faults.Invalid(field, "is required");
        }
    }

    private sealed class Draft
    {
        public bool HasResult { get; set; }

        public AttemptResult? Result { get; set; }

        public bool HasError { get; set; }

        public string? ErrorType { get; set; }

        public string? ErrorMessage { get; set; }

        public bool HasWorkers { get; set; }

        public IReadOnlyList<string?> Workers { get; set; } = [];

        public int? Max { get; set; }

        public System.Text.Json.JsonElement? Data { get; set; }

        public TimeSpan? Length { get; set; }
    }
}
