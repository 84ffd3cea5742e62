using System.Text.Json;
using Work.Simulation.Reference;
using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>Requests that only look.</summary>
internal static class ReadDeeds
{
    public static void One(Story story, Dice dice)
    {
        if (ChangeDeeds.Any(story, dice) is { } work)
        {
            One(story, work, dice.Chance(15) ? "?wait=PT5S" : "");
        }
    }

    public static void One(Story story, KnownWork work, string query = "")
    {
        long step = story.Ledger.Step;
        story.Send("read", "GET", $"/api/work/{work.Id}{query}", null, (status, answer) =>
        {
            ChangeDeeds.Expect(story, status, answer, [200, 404]);
            if (status == 200)
            {
                ReadRules.Shown(story.Ledger, answer, step);
            }
            else
            {
                ReadRules.Missing(story.Ledger, work, step);
            }
        });
    }

    public static void List(Story story, Dice dice)
    {
        long step = story.Ledger.Step;
        string query = dice.Pick(["?limit=1000", "?state=running&state=enqueued", "?uniqueName=n0", "?tag=story&limit=3", "?state=succeeded", "?tag=ext"]);
        story.Send("list", "GET", "/api/work" + query, null, (status, answer) =>
        {
            ChangeDeeds.Expect(story, status, answer, [200]);
            foreach (JsonElement work in answer.GetProperty("work").EnumerateArray())
            {
                ReadRules.Shown(story.Ledger, work, step);
            }
        });
    }

    public static void Closely(Story story, Dice dice)
    {
        if (ChangeDeeds.Any(story, dice) is not { } work)
        {
            return;
        }

        string part = dice.Pick(["history", "explain"]);
        story.Send(part, "GET", $"/api/work/{work.Id}/{part}", null, (status, answer) =>
        {
            ChangeDeeds.Expect(story, status, answer, [200, 404]);
            if (status == 200 && part == "history")
            {
                History(story.Ledger, work, answer);
            }
        });
    }

    public static void Around(Story story, Dice dice) => story.Send(
        "around", "GET", dice.Pick(["/api/stats", "/api/workers", "/api/conditions/site", "/api/conditions/default"]), null, (status, answer) => ChangeDeeds.Expect(story, status, answer, [200]));

    /// <summary>Each attempt is in the past once, with one result.</summary>
    public static void History(Ledger ledger, KnownWork work, JsonElement answer)
    {
        if (work.Plan.IsPeriodic)
        {
            return;
        }

        List<JsonElement> attempts = [.. answer.GetProperty("attempts").EnumerateArray()];
        List<int> numbers = [.. attempts.Where(attempt => attempt.TryGetProperty("endedAt", out JsonElement ended) && ended.ValueKind == JsonValueKind.String).Select(attempt => attempt.GetProperty("attempt").GetInt32())];
        ledger.Checks++;
        if (numbers.Distinct().Count() != numbers.Count)
        {
            ledger.Break("a result is taken once", $"the history of {work.Id} ({work.Plan.Tag}) has an attempt twice: {answer}");
        }

        int good = attempts.Count(attempt => attempt.GetProperty("result").ToString() == "success");
        if (good > 1)
        {
            ledger.Break("a result is taken once", $"the history of {work.Id} ({work.Plan.Tag}) has {good} successes: {answer}");
        }
    }
}
