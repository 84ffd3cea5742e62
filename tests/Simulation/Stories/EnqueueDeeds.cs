using System.Text.Json;
using System.Text.Json.Nodes;
using Work.Simulation.Reference;
using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>Requests that make works.</summary>
internal static class EnqueueDeeds
{
    private static readonly string[] Names = ["n0", "n1"];
    private static readonly string[] Policies = ["keep", "replace", "append", "appendOrReplace"];
    private static readonly string[] PeriodicPolicies = ["keep", "update", "cancelAndReenqueue"];

    public static void Single(Story story, Dice dice)
    {
        var drafts = new Drafts(dice, ++story.NextRequest);
        PlannedWork work = drafts.Single();
        Send(story, dice, [work], drafts.Body(work));
    }

    public static void Chain(Story story, Dice dice)
    {
        var drafts = new Drafts(dice, ++story.NextRequest);
        List<PlannedWork> works = Graph(drafts, dice, dice.Between(2, 5));
        Send(story, dice, works, new JsonObject { ["work"] = Bodies(drafts, works) });
    }

    public static void AfterExisting(Story story, Dice dice)
    {
        List<KnownWork> there = [.. story.Ledger.Works.Where(work => work is { IsAcknowledged: true, IsGone: false, Plan.IsPeriodic: false, Plan.MostCopies: 1 })];
        if (there.Count == 0)
        {
            return;
        }

        var drafts = new Drafts(dice, ++story.NextRequest);
        List<KnownWork> chosen = [.. Enumerable.Range(0, dice.Between(1, 2)).Select(_ => dice.Pick(there)).Distinct()];
        PlannedWork work = drafts.Single([.. chosen.Select(one => one.Plan.Tag)]);
        JsonObject body = drafts.Body(work);
        body["after"] = new JsonArray([.. chosen.Select(one => (JsonNode)one.Id)]);
        Send(story, dice, [work], body);
    }

    public static void Named(Story story, Dice dice)
    {
        string name = dice.Pick(Names);
        string policy = dice.Pick(Policies);
        var drafts = new Drafts(dice, ++story.NextRequest);
        List<PlannedWork> works = Graph(drafts, dice, dice.Pick([1, 1, 2, 3]));
        var body = new JsonObject { ["uniqueName"] = name, ["existingWorkPolicy"] = policy, ["work"] = Bodies(drafts, works) };
        Send(story, dice, works, body, name, policy);
    }

    public static void Chosen(Story story, Dice dice)
    {
        var drafts = new Drafts(dice, ++story.NextRequest);
        PlannedWork work = drafts.Single(mayWait: false);
        JsonObject body = drafts.Body(work);
        body["id"] = $"chosen-{dice.Below(3)}";
        Send(story, dice, [work], body);
    }

    public static void Periodic(Story story, Dice dice)
    {
        var drafts = new Drafts(dice, ++story.NextRequest);
        PlannedWork work = drafts.Periodic();
        JsonObject body = drafts.Body(work);
        if (!dice.Chance(60))
        {
            Send(story, dice, [work], body);
            return;
        }

        string policy = dice.Pick(PeriodicPolicies);
        const string name = "p0";
        if (policy == "update")
        {
            foreach (PlannedWork other in story.Ledger.Planned.Where(plan => plan.Request!.Name == name))
            {
                other.MayBeUpdated = true;
            }
        }

        work.MayBeUpdated = true;
        Send(story, dice, [work], new JsonObject { ["uniqueName"] = name, ["existingWorkPolicy"] = policy, ["work"] = new JsonArray(body) }, name, policy);
    }

    public static void Batch(Story story, Dice dice)
    {
        var requests = new JsonArray();
        var plans = new List<PlannedRequest>();
        for (int count = dice.Between(2, 4); count > 0; count--)
        {
            var drafts = new Drafts(dice, ++story.NextRequest);
            PlannedWork work = drafts.Single();
            JsonObject body = drafts.Body(work);
            requests.Add(body.DeepClone());
            plans.Add(Plan(story, [work], body, null, null, null));
        }

        string? key = dice.Chance(50) ? $"batch-{story.NextRequest}" : null;
        plans.ForEach(plan => Note(story, plan));
        long step = plans[0].SentAtStep;
        story.Send("batch", "POST", "/api/work/batch", new JsonObject { ["requests"] = requests }.ToJsonString(), (status, answer) =>
        {
            if (status != 200)
            {
                story.Ledger.Break("a batch is taken apart", $"{status} {answer}");
                return;
            }

            foreach ((JsonElement one, PlannedRequest plan) in answer.GetProperty("results").EnumerateArray().Zip(plans))
            {
                AnswerRules.Answered(story.Ledger, plan, one.GetProperty("status").GetInt32(), one, step);
            }
        }, key: key);
    }

    /// <summary>A caller that got no answer, or forgets that it did, sends the same again.</summary>
    public static void Again(Story story, Dice dice)
    {
        List<PlannedRequest> keyed = [.. story.Ledger.Requests.Where(request => request.Key is not null && request.Path == "/api/work" && story.Now - request.SentAt < TimeSpan.FromHours(20))];
        if (keyed.Count > 0)
        {
            Dispatch(story, keyed.FindLast(request => !request.IsAcknowledged && !request.IsRefused) ?? dice.Pick(keyed));
        }
    }

    /// <summary>What must be refused, and change nothing.</summary>
    public static void Nonsense(Story story, Dice dice)
    {
        var drafts = new Drafts(dice, ++story.NextRequest);
        PlannedWork work = drafts.Single();
        JsonObject body = drafts.Body(work);
        body[dice.Pick(["worker", "nosuchfield", "maxAttempts", "tags"])] = "nonsense";
        PlannedRequest request = Plan(story, [work], body, null, null, null);
        Note(story, request);
        story.Send("nonsense", "POST", "/api/work", body.ToJsonString(), (status, _) =>
        {
            if (status is not (400 or 422))
            {
                story.Ledger.Break("nonsense is refused", $"{status} for {body.ToJsonString()}");
            }

            request.IsRefused = true;
        });
    }

    private static List<PlannedWork> Graph(Drafts drafts, Dice dice, int count)
    {
        var works = new List<PlannedWork>();
        for (int index = 0; index < count; index++)
        {
            List<string> after = [.. works.Where(_ => dice.Chance(45)).Select(work => work.Tag)];
            works.Add(drafts.Single(after.Count > 0 ? after : index > 0 && dice.Chance(60) ? [works[^1].Tag] : null));
        }

        return works;
    }

    private static JsonArray Bodies(Drafts drafts, List<PlannedWork> works)
    {
        var bodies = new JsonArray();
        foreach (PlannedWork work in works)
        {
            JsonObject body = drafts.Body(work);
            body["key"] = work.Tag;
            if (work.After.Count > 0)
            {
                body["after"] = new JsonArray([.. work.After.Select(tag => (JsonNode)tag)]);
            }

            bodies.Add(body);
        }

        return bodies;
    }

    private static void Send(Story story, Dice dice, IReadOnlyList<PlannedWork> works, JsonObject body, string? name = null, string? policy = null)
    {
        PlannedRequest request = Plan(story, works, body, dice.Chance(60) ? $"key-{story.NextRequest}" : null, name, policy);
        Note(story, request);
        request.Sent--;
        Dispatch(story, request);
    }

    private static PlannedRequest Plan(Story story, IReadOnlyList<PlannedWork> works, JsonObject body, string? key, string? name, string? policy) => new()
    {
        Number = story.NextRequest,
        Path = "/api/work",
        Body = body.ToJsonString(),
        Works = works,
        Key = key,
        Name = name,
        Policy = policy,
    };

    private static void Note(Story story, PlannedRequest request)
    {
        request.Sent++;
        request.SentAt = story.Now;
        request.SentAtStep = story.Ledger.Step;
        story.Ledger.Add(request);
    }

    // What has the name may have to go, or be waited for.
    private static void Claims(Story story, PlannedRequest request, string name, string policy)
    {
        foreach (PlannedWork other in story.Ledger.Requests.Where(other => other.Name == name && other != request).SelectMany(other => other.Works).SelectMany(story.Ledger.Reach).Distinct().ToList())
        {
            bool removes = policy != "append";
            other.MayBeReplaced |= removes && other.Request!.Name == name;
            other.MayBeCancelled |= removes;
        }

        // One that is still on its way, or was cut off, may come after this one.
        if (story.Ledger.Requests.Any(other => other.Name == name && other != request && other.Policy != "append" && !other.IsAcknowledged && !other.IsRefused))
        {
            foreach (PlannedWork work in request.Works)
            {
                (work.MayBeReplaced, work.MayBeCancelled) = (true, true);
            }
        }

        if (policy.StartsWith("append", StringComparison.Ordinal))
        {
            // It hangs on whatever the name stands for then: a cancel there reaches it.
            foreach (PlannedWork work in request.Works)
            {
                work.MayInherit = true;
            }
        }
    }

    private static void Dispatch(Story story, PlannedRequest request)
    {
        request.Sent++;
        foreach (PlannedWork work in request.Works.Where(work => work.After.Count > 0 || work.MayInherit || request.Policy?.StartsWith("append", StringComparison.Ordinal) == true))
        {
            // A rerun that is on its way may take it along.
            work.MostCopies = Math.Max(work.MostCopies, 1 + story.Reruns);
        }

        if (request.Name is { } name)
        {
            Claims(story, request, name, request.Policy!);
        }

        long step = story.Ledger.Step;
        story.Send($"enqueue {request.Number}", "POST", request.Path, request.Body, (status, answer) => AnswerRules.Answered(story.Ledger, request, status, answer, step), key: request.Key);
    }
}
