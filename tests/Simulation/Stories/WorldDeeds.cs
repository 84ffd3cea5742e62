using System.Text.Json.Nodes;
using Work.Simulation.Reference;
using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>What changes around the works.</summary>
internal static class WorldDeeds
{
    public static void Report(Story story, Dice dice) => Report(story, dice.Pick(Drafts.Scopes), dice.Pick(Drafts.Conditions), dice.Chance(50));

    public static void Report(Story story, string scope, string condition, bool holds)
    {
        WorldState world = story.World;
        world.FalseForSure.Remove((scope, condition));
        world.False.Remove((scope, condition));
        JsonObject body = condition switch
        {
            "connected" => new JsonObject { ["networkType"] = holds ? "connected" : "none" },
            "door" => new JsonObject { ["conditions"] = new JsonObject { ["door"] = holds } },
            _ => new JsonObject { [condition] = holds },
        };
        int report = ++story.Reports;
        story.LastReport[(scope, condition)] = report;
        story.Send("report", "PUT", $"/api/conditions/{scope}", body.ToJsonString(), (status, answer) =>
        {
            ChangeDeeds.Expect(story, status, answer, [200]);

            // One that was overtaken says nothing of how it is now, nor does one that met another on its way.
            if (!holds && story.LastReport[(scope, condition)] == report && !story.IsReporting(scope))
            {
                world.False.Add((scope, condition));
            }
        });
    }

    public static void Content(Story story, Dice dice) => Content(story, dice.Pick(Drafts.Uris));

    public static void Content(Story story, string uri) => story.Send(
        "content", "POST", "/api/content-changes", new JsonObject { ["uri"] = uri }.ToJsonString(), (status, answer) => ChangeDeeds.Expect(story, status, answer, [202]));

    public static void Pause(Story story, Dice dice) => Set(story, dice.Pick(["sim", "other", "ext"]), paused: true);

    public static void Resume(Story story, Dice dice) => Set(story, dice.Pick(["sim", "other", "ext"]), paused: false);

    public static void Set(Story story, string worker, bool paused)
    {
        story.World.PausedForSure.Remove(worker);
        story.World.Paused.Remove(worker);
        if (paused)
        {
            story.EverPaused.Add(worker);
        }

        bool isAlone = !story.Open.Any(ask => ask.What.StartsWith("set " + worker, StringComparison.Ordinal));
        story.Send("set " + worker, "POST", $"/api/workers/{worker}/{(paused ? "pause" : "resume")}", "", (status, answer) =>
        {
            ChangeDeeds.Expect(story, status, answer, [200]);
            if (paused && isAlone && !story.Open.Any(ask => !ask.IsOver && ask.What.StartsWith("set " + worker, StringComparison.Ordinal)))
            {
                story.World.Paused.Add(worker);
            }
        });
    }

    /// <summary>A wake that comes for nothing, or twice: it changes nothing that is not due.</summary>
    public static void Wake(Story story, Dice dice)
    {
        if (ChangeDeeds.Any(story, dice) is { } work)
        {
            story.Wake(work.Id);
        }
    }
}
