using System.Text.Json;
using System.Text.Json.Nodes;
using Work.Simulation.Reference;
using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>Requests that change what exists.</summary>
internal static class ChangeDeeds
{
    public static void Cancel(Story story, Dice dice)
    {
        if (Any(story, dice) is not { } work)
        {
            return;
        }

        Doom(story, [work.Plan]);
        string body = dice.Chance(20) ? """{ "by": "user" }""" : "";
        Cancelling(story, $"/api/work/{work.Id}/cancel", body.Length > 0 ? body : null);
    }

    public static void CancelMany(Story story, Dice dice)
    {
        string[] requests = [.. story.Ledger.Requests.Select(request => $"r{request.Number}")];
        string kind = dice.Pick(["tag", "tag", "uniqueName", "uniqueName", "all"]);
        string target = kind switch { "tag" when requests.Length > 0 => dice.Pick(requests), "tag" => "r0", "uniqueName" => dice.Pick(["n0", "n1", "p0"]), _ => "" };
        Doom(story, [.. story.Ledger.Planned.Where(plan => kind switch
        {
            "tag" => $"r{plan.Request!.Number}" == target,
            "uniqueName" => plan.Request!.Name == target,
            _ => true,
        })]);
        var body = new JsonObject { [kind] = kind == "all" ? true : target };
        Cancelling(story, "/api/work/cancel", body.ToJsonString());
    }

    public static void RunNow(Story story, Dice dice)
    {
        if (Any(story, dice) is { } work)
        {
            work.Plan.MayBeHurried = true;
            story.Send("run now", "POST", $"/api/work/{work.Id}/run-now", "", (status, answer) => Shown(story, status, answer, [200, 404, 409]));
        }
    }

    public static void Rerun(Story story, Dice dice)
    {
        List<KnownWork> finished = [.. story.Ledger.Works.Where(work => work is { Final: not null, IsGone: false, Plan.IsPeriodic: false })];
        if (finished.Count == 0)
        {
            return;
        }

        KnownWork work = dice.Pick(finished);
        bool withDependents = dice.Chance(50);
        story.Reruns++;
        foreach (PlannedWork reached in story.Ledger.Reach(work.Plan).Union(story.Ledger.Planned.Where(plan => plan.MayInherit)).ToList())
        {
            reached.MostCopies++;
            reached.MayBeHurried = true;
            reached.MayInherit = true;
        }

        string? key = dice.Chance(50) ? $"rerun-{story.Ledger.Step}" : null;
        story.Send("rerun", "POST", $"/api/work/{work.Id}/rerun", withDependents ? """{ "dependents": true }""" : "{}", (status, answer) =>
        {
            Expect(story, status, answer, [202, 404, 409, 422]);
            if (status == 202)
            {
                foreach (JsonElement shown in answer.GetProperty("work").EnumerateArray())
                {
                    if (story.Ledger.Meet(shown) is { } again)
                    {
                        again.IsAcknowledged = true;
                    }
                }
            }
        }, key: key);
    }

    public static void Update(Story story, Dice dice)
    {
        if (Any(story, dice) is not { } work || work.Plan.ContentUri is not null)
        {
            return;
        }

        PlannedWork plan = work.Plan;
        int revision = ++story.Revisions;
        plan.MayBeUpdated = true;
        JsonObject body = new Drafts(dice, plan.Request!.Number).Body(plan, revision);
        story.Send("update", "PUT", $"/api/work/{work.Id}", body.ToJsonString(), (status, answer) =>
        {
            Expect(story, status, answer, [200, 404, 409, 412, 422]);
            if (status == 200 && answer.GetProperty("result").GetString() == "appliedImmediately" && plan.MostCopies == 1)
            {
                JsonElement shown = answer.GetProperty("work");
                plan.Goes(shown.GetProperty("input").GetProperty("revision").GetInt32(), shown.GetProperty("generation").GetInt32());
            }
        });
    }

    public static void Prune(Story story, Dice dice)
    {
        foreach (PlannedWork plan in story.Ledger.Planned)
        {
            plan.MayBeRemoved = true;
        }

        story.Send("prune", "POST", "/api/work/prune", "", (status, answer) => Expect(story, status, answer, [200]));
    }

    public static void Expect(Story story, int status, JsonElement answer, int[] expected)
    {
        if (!expected.Contains(status))
        {
            story.Ledger.Break("answers are the contract's", $"{status} {answer}");
        }
    }

    /// <summary>A work that is known to the caller.</summary>
    public static KnownWork? Any(Story story, Dice dice)
    {
        List<KnownWork> there = [.. story.Ledger.Works.Where(work => work.IsAcknowledged && !work.IsGone)];
        List<KnownWork> unfinished = [.. there.Where(work => work.Final is null)];
        return there.Count == 0 ? null : dice.Pick(unfinished.Count > 0 && dice.Chance(75) ? unfinished : there);
    }

    private static void Shown(Story story, int status, JsonElement answer, int[] expected) => Expect(story, status, answer, expected);

    // Whatever hangs on them may go with them.
    private static void Doom(Story story, IReadOnlyList<PlannedWork> plans)
    {
        foreach (PlannedWork reached in plans.SelectMany(story.Ledger.Reach).Distinct().ToList())
        {
            reached.MayBeCancelled = true;
        }
    }

    private static void Cancelling(Story story, string path, string? body)
    {
        story.Send("cancel", "POST", path, body, (status, answer) =>
        {
            Expect(story, status, answer, [200]);
            if (status != 200)
            {
                return;
            }

            foreach (string id in answer.GetProperty("cancelled").EnumerateArray().Select(id => id.GetString()!))
            {
                if (story.Ledger.Find(id) is not { } work)
                {
                    continue;
                }

                if (work.Final is { } final && final != "cancelled")
                {
                    story.Ledger.Break("finished is final", $"{id} was {final} and was cancelled");
                }

                work.Final ??= "cancelled";
                work.FinalAtStep = work.FinalAtStep > 0 ? work.FinalAtStep : story.Ledger.Step;
            }
        });
    }
}
