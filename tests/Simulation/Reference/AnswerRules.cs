using System.Text.Json;

namespace Work.Simulation.Reference;

/// <summary>What follows from an answer to an enqueue.</summary>
internal static class AnswerRules
{
    /// <summary>A request to enqueue was answered.</summary>
    public static void Answered(Ledger ledger, PlannedRequest request, int status, JsonElement body, long askedAtStep)
    {
        if (status is 200 or 202)
        {
            Accepted(ledger, request, body, askedAtStep);
        }
        else if (status < 500 && request.Sent == 1)
        {
            request.IsRefused = true;
            if (request.Works.SelectMany(ledger.With).FirstOrDefault() is { } there)
            {
                ledger.Break("a refused request leaves nothing", $"request {request.Number} got {status}, and {there.Id} is there");
            }
        }
    }

    private static void Accepted(Ledger ledger, PlannedRequest request, JsonElement body, long askedAtStep)
    {
        string operation = body.GetProperty("operation").GetString()!;
        JsonElement shown = body.GetProperty("work");
        List<string> ids = [.. shown.EnumerateArray().Select(work => work.GetProperty("id").GetString()!)];
        request.IsAcknowledged = true;
        request.AcknowledgedAtStep = request.AcknowledgedAtStep > 0 ? request.AcknowledgedAtStep : ledger.Step;
        if (request.Key is not null && request.Ids is { } before && operation != "kept" && !before.SequenceEqual(ids))
        {
            ledger.Break("one key, one answer", $"request {request.Number} got {string.Join(",", before)} and then {string.Join(",", ids)}");
        }

        request.Ids ??= ids;
        foreach (JsonElement work in shown.EnumerateArray())
        {
            // A repeat shows the works as they began, whatever has become of them.
            if (ledger.Meet(work) is not { } known)
            {
                continue;
            }

            known.IsAcknowledged = true;
            if (operation is "enqueued" or "replaced" or "appended" && !request.Works.Contains(known.Plan) && !known.Plan.IsPeriodic)
            {
                ledger.Break("an answer shows what was asked for", $"request {request.Number} ({operation}) shows {known.Id} of {known.Plan.Tag}");
            }
        }

        if (operation is "enqueued" or "replaced" && request.Name is { } name && request.Sent == 1)
        {
            Took(ledger, request, name, askedAtStep);
        }
    }

    /// <summary>The name was free for this request, or was made free: what it stood for before is over.</summary>
    private static void Took(Ledger ledger, PlannedRequest request, string name, long askedAtStep)
    {
        IEnumerable<PlannedRequest> earlier = ledger.Requests.Where(other => other.Name == name && other != request && other.AcknowledgedAtStep > 0 && other.AcknowledgedAtStep < askedAtStep);
        foreach (string id in earlier.SelectMany(other => other.Ids ?? []))
        {
            // What was kept may be works of another name's making, or none of this request's.
            if (ledger.Find(id) is { } old && old.Plan.Request!.Name == name && old.Plan.Request != request)
            {
                old.MustBeOver = true;
            }
        }
    }
}
