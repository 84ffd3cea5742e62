using System.Text.Json;
using System.Text.Json.Nodes;
using Work.Simulation.Reference;
using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>What workers outside the process do: they lease, renew and end runs, late and twice as well.</summary>
internal static class RemoteDeeds
{
    public static void Lease(Story story, Dice dice) => Lease(story, dice.Between(1, 3), TimeSpan.FromMinutes(dice.Pick([1, 5, 30])));

    public static void Lease(Story story, int most, TimeSpan leaseFor)
    {
        var body = new JsonObject { ["workers"] = new JsonArray("ext"), ["max"] = most, ["leaseFor"] = System.Xml.XmlConvert.ToString(leaseFor) };
        story.Send("lease", "POST", "/api/leases", body.ToJsonString(), (status, answer) =>
        {
            ChangeDeeds.Expect(story, status, answer, [200]);
            if (status != 200)
            {
                return;
            }

            foreach (JsonElement lease in answer.GetProperty("leases").EnumerateArray())
            {
                Take(story, lease);
            }
        });
    }

    public static void Heartbeat(Story story, Dice dice)
    {
        if (story.Leases.Count == 0)
        {
            return;
        }

        OpenLease lease = dice.Pick(story.Leases);
        story.Send("heartbeat", "POST", $"/api/leases/{lease.Token}/heartbeat", """{ "progress": { "beat": 1 } }""", (status, answer) =>
        {
            ChangeDeeds.Expect(story, status, answer, [200, 409]);
            if (status == 200)
            {
                lease.Run.LeasedUntil = Later(lease.Run.LeasedUntil, answer.GetProperty("leaseUntil").GetDateTimeOffset());
            }
        });
    }

    public static void Complete(Story story, Dice dice)
    {
        if (story.Leases.Count > 0)
        {
            OpenLease lease = dice.Pick(story.Leases);
            End(story, lease.Work, lease.Run, $"/api/leases/{lease.Token}/complete", dice);
        }
    }

    public static void Call(Story story, Dice dice)
    {
        if (story.Bench.Calls.Count > 0)
        {
            OpenCall call = dice.Pick(story.Bench.Calls);
            End(story, call.Work, call.Run, call.Path, dice);
        }
    }

    /// <summary>Ends a run, or says once more how it ended.</summary>
    public static void End(Story story, KnownWork work, Run run, string path, Dice? dice)
    {
        run.Said ??= dice?.Below(10) switch { 0 => Ending.Failure, 1 or 2 => Ending.Retry, _ => Ending.Success };
        run.SaidAt ??= story.Now;
        Ending said = run.Said.Value;
        var body = new JsonObject { ["result"] = said switch { Ending.Failure => "failure", Ending.Retry => "retry", _ => "success" } };
        if (said == Ending.Success)
        {
            body["output"] = JsonNode.Parse(SimWorker.OutputOf(work.Plan, run).GetRawText());
        }

        // It may count from the moment at which it is sent.
        if (!run.IsRefused && said != Ending.Retry)
        {
            run.Ending = said;
        }

        story.Trace.Add($"end of run {run.Attempt} of {work.Id} {work.Plan.Tag}: {said}");
        story.Send("end", "POST", path, body.ToJsonString(), (status, answer) => Ended(story, work, run, said, status, answer));
    }

    private static void Ended(Story story, KnownWork work, Run run, Ending said, int status, JsonElement answer)
    {
        ChangeDeeds.Expect(story, status, answer, [200, 409]);
        if (status == 409 && run.IsTaken && work.Plan is { MayBeRemoved: false, MayBeReplaced: false, IsKeptBriefly: false })
        {
            story.Ledger.Break("the same result again is no error", $"run {run.Attempt} of {work.Id} ({work.Plan.Tag}): {answer}");
        }

        if (status == 200 && run.IsRefused)
        {
            story.Ledger.Break("a refused result stays refused", $"run {run.Attempt} of {work.Id} ({work.Plan.Tag}): {answer}");
        }

        if (status == 200)
        {
            run.IsTaken = true;
            run.Ending = said;
            run.EndedAt ??= run.SaidAt;
        }
        else if (status == 409 && !run.IsTaken)
        {
            run.IsRefused = true;
        }
    }

    private static void Take(Story story, JsonElement lease)
    {
        JsonElement shown = lease.GetProperty("work");
        if (story.Ledger.Meet(shown) is not { } work)
        {
            return;
        }

        var run = new Run
        {
            Attempt = lease.GetProperty("attempt").GetInt32(),
            Slice = 0,
            Life = story.Bench.Life,
            StartedAt = story.Now,
            Token = story.Bench.NewToken(),
            LeasedUntil = lease.GetProperty("leaseUntil").GetDateTimeOffset(),
        };
        story.Trace.Add($"lease of run {run.Attempt} of {work.Id} {work.Plan.Tag} until {run.LeasedUntil:HH:mm:ss.fff}");
        RunRules.Begins(story.Ledger, work, run, lease.GetProperty("input"), story.World);
        story.Leases.Add(new OpenLease(work, run, lease.GetProperty("leaseToken").GetString()!));
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one : other;
}
