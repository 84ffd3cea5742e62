using System.Text.Json;

namespace Work.Model;

/// <summary>
/// Reads the body of an enqueue, strictly: whatever is unknown, repeated, of the wrong type or out of range is a fault, and all
/// faults are reported at once. Pure: it knows the body and the limits, not what is stored.
/// </summary>
public static class EnqueueReader
{
    private static readonly FieldTable<BodyDraft> BodyFields = new(new Dictionary<string, FieldRule<BodyDraft>>(StringComparer.Ordinal)
    {
        ["work"] = ReadWorks,
        ["uniqueName"] = (body, value) => body.UniqueName = value.Text(value.Body.Limits.MaxUniqueNameLength),
        ["existingWorkPolicy"] = (body, value) => (body.HasPolicy, body.Policy) = (true, value.Choice(
            ("keep", ExistingWorkPolicy.Keep), ("replace", ExistingWorkPolicy.Replace),
            ("append", ExistingWorkPolicy.Append), ("appendOrReplace", ExistingWorkPolicy.AppendOrReplace),
            ("cancelAndReenqueue", ExistingWorkPolicy.CancelAndReenqueue), ("update", ExistingWorkPolicy.Update))),
    });

    /// <summary>
    /// Reads a single WorkRequest, or a continuation <c>{ "work": [...] }</c>: the object is a continuation when it has a field <c>work</c>.
    /// Never throws for what the body holds. The result does not refer to the body's memory.
    /// </summary>
    public static EnqueueReading Read(ReadOnlyMemory<byte> utf8Body, EnqueueContext context)
    {
        var reading = new BodyReading(context);
        using var document = BodyParser.Parse(utf8Body, reading);
        return document is null ? reading.Faults.ToReading() : ReadRoot(new FieldValue(document.RootElement, "$", reading));
    }

    private static EnqueueReading ReadRoot(FieldValue root)
    {
        var faults = root.Body.Faults;
        new BodyAudit(faults).Check(root.Json);
        if (faults.IsFull)
        {
            return faults.ToReading();
        }

        var body = new BodyDraft();
        var isContinuation = root.Json.ValueKind == JsonValueKind.Object && root.Json.EnumerateObject().Any(field => JsonText.NameOf(field) == "work");
        if (isContinuation)
        {
            BodyFields.Read(body, root);
            body.Check(faults);
        }
        else
        {
            body.Works.Add(WorkFields.Read(root, inContinuation: false));
        }

        var prerequisites = new Prerequisites(body.Works, faults);
        prerequisites.Resolve();
        ScheduleFields.Check(body, faults);
        return faults.Any ? faults.ToReading() : new AcceptedReading(new EnqueueRequest
        {
            Works = [.. body.Works.Select(work => work.ToRequest(root.Body.Context.Now))],
            UniqueName = body.UniqueName,
            ExistingWorkPolicy = body.Policy ?? default,
            Adjustments = root.Body.Adjustments,
            StoredPrerequisites = prerequisites.Stored,
            IsContinuation = isContinuation,
        });
    }

    private static void ReadWorks(BodyDraft body, FieldValue value)
    {
        var works = body.Works;
        works.AddRange(value.Items(work => WorkFields.Read(work, inContinuation: true)).OfType<WorkDraft>());
        var most = value.Body.Limits.MaxWorksPerRequest;
        if (value.Json.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        if (works.Count == 0)
        {
            value.Fault<object>("must not be empty");
        }
        else if (works.Count > most)
        {
            value.Body.Faults.TooLarge(value.Path, $"must have at most {most} entries, has {works.Count}");
        }
    }
}
