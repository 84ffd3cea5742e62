using System.Text.Json;
using Work.Simulation.Reference;

namespace Work.Simulation.Stories;

/// <summary>
/// How every story ends: nothing dies any more, all conditions hold, nobody is paused, whoever has a lease or a callback ends it, and time goes on. Then
/// everything one-time must finish, all that was acknowledged must be there, and all ways of counting must agree.
/// </summary>
internal sealed class LastChapter(Story story)
{
    private static readonly TimeSpan[] Rounds = [.. Enumerable.Repeat(TimeSpan.FromMinutes(2), 2), .. Enumerable.Repeat(TimeSpan.FromMinutes(16), 4), .. Enumerable.Repeat(TimeSpan.FromHours(3), 16)];

    private Ledger Ledger => story.Ledger;

    public async Task TellAsync()
    {
        story.Spare();
        await story.EnsureAliveAsync();
        await story.RestAsync();
        await MakeGoodAsync();
        bool isQuiet = false;
        foreach (TimeSpan round in Rounds)
        {
            await HelpAsync();
            await story.PassAsync(round);
            await story.RestAsync();
            if (Ledger.Violations.Count > 0)
            {
                return;
            }

            if (await LookAsync() == 0)
            {
                isQuiet = true;
                break;
            }
        }

        if (!isQuiet && Ledger.Violations.Count == 0)
        {
            await NameWaitersAsync();
            return;
        }

        await CheckAsync();
    }

    private async Task MakeGoodAsync()
    {
        IEnumerable<(string Scope, string Condition)> required = Ledger.Planned.SelectMany(plan => plan.Requires.Select(condition => (plan.Scope, condition)));
        foreach ((string scope, string condition) in required.Concat(story.LastReport.Keys).Distinct().ToList())
        {
            WorldDeeds.Report(story, scope, condition, holds: true);
            await story.AnswersAsync();
        }

        foreach (string worker in story.EverPaused)
        {
            WorldDeeds.Set(story, worker, paused: false);
        }

        await story.RestAsync();
    }

    // One round of those who are awaited outside.
    private async Task HelpAsync()
    {
        foreach (string uri in Ledger.Planned.Select(plan => plan.ContentUri).OfType<string>().Distinct().ToList())
        {
            WorldDeeds.Content(story, uri);
        }

        await story.RestAsync();
        if (Ledger.Planned.Any(plan => plan.Worker == "ext"))
        {
            RemoteDeeds.Lease(story, 50, TimeSpan.FromHours(1));
            await story.AnswersAsync();
        }

        foreach (OpenLease lease in story.Leases.Where(lease => lease.Run is { IsTaken: false, IsRefused: false }).ToList())
        {
            RemoteDeeds.End(story, lease.Work, lease.Run, $"/api/leases/{lease.Token}/complete", dice: null);
        }

        foreach (OpenCall call in story.Bench.Calls.Where(call => call.Run is { IsTaken: false, IsRefused: false }).ToList())
        {
            RemoteDeeds.End(story, call.Work, call.Run, call.Path, dice: null);
        }

        await story.AnswersAsync();
    }

    /// <summary>Looks at everything; how many one-time works have not finished.</summary>
    private async Task<int> LookAsync()
    {
        int unfinished = 0;
        long step = Ledger.Step;
        bool isAnswered = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        story.Send("look", "GET", "/api/work?limit=1000", null, (status, answer) =>
        {
            ChangeDeeds.Expect(story, status, answer, [200]);
            isAnswered = true;
            foreach (JsonElement shown in answer.GetProperty("work").EnumerateArray())
            {
                ReadRules.Shown(Ledger, shown, step);
                seen.Add(shown.GetProperty("id").GetString()!);
                bool isFinished = ReadRules.IsFinished(shown.GetProperty("state").GetString()!);
                KnownWork? work = Ledger.Find(shown.GetProperty("id").GetString()!);
                unfinished += !isFinished && work?.Plan.IsPeriodic == false ? 1 : 0;
                if (!isFinished && work?.MustBeOver == true && !work.Plan.MayBeUpdated)
                {
                    Ledger.Break("unique names hold", $"{work.Id} ({work.Plan.Tag}) goes on, and its name was given to a later request");
                }
            }
        });
        await story.AnswersAsync();
        if (!isAnswered)
        {
            Ledger.Break("every request is answered", $"the list was not; open are {string.Join(", ", story.Open.Select(ask => ask.What))}");
            return 0;
        }

        List<KnownWork> missing = [.. Ledger.Works.Where(work => !seen.Contains(work.Id))];
        missing.ForEach(work => ReadRules.Missing(Ledger, work, step));
        missing.ForEach(CheckDependents);

        return unfinished;
    }

    private void CheckDependents(KnownWork gone)
    {
        if (gone.Plan is { MayBeReplaced: false, MostCopies: 1 }
            && Ledger.Works.FirstOrDefault(work => work.Plan.After.Contains(gone.Plan.Tag) && work is { Final: null, IsGone: false }) is { } dependent)
        {
            Ledger.Break("a prune leaves what is waited for", $"{gone.Id} ({gone.Plan.Tag}) is gone, and {dependent.Id} ({dependent.Plan.Tag}) waits for it");
        }
    }

    private async Task NameWaitersAsync()
    {
        foreach (KnownWork work in Ledger.Works.Where(work => work is { Final: null, IsGone: false, Plan.IsPeriodic: false }).ToList())
        {
            story.Send("explain", "GET", $"/api/work/{work.Id}/explain", null, (status, answer) =>
                Ledger.Break("nothing waits for ever", $"{work.Id} ({work.Plan.Tag}, {string.Join(",", work.Plan.Script)}) is not finished; explain says {status} {answer}"));
            await story.AnswersAsync();
        }

        if (Ledger.Violations.Count == 0)
        {
            Ledger.Break("nothing waits for ever", "a work that nobody knows is not finished");
        }
    }

    private async Task CheckAsync()
    {
        foreach (PlannedRequest request in Ledger.Requests.Where(request => request is { IsRefused: false, Path: "/api/work" }))
        {
            int there = request.Works.Count(plan => Ledger.With(plan).Any());
            if (there != 0 && there != request.Works.Count && !request.Works.Any(plan => plan.MayBeRemoved || plan.MayBeReplaced || plan.IsKeptBriefly))
            {
                Ledger.Break("a request is stored as a whole", $"of request {request.Number} there are {there} of {request.Works.Count} works");
            }
        }

        foreach (KnownWork work in Ledger.Works.Where(work => work is { Final: not null, FinalAttempts: not null }))
        {
            ReadRules.Judge(Ledger, work, "at the end");
        }

        await CountAsync();
        foreach (KnownWork work in Ledger.Works.Where(work => !work.IsGone).Take(3).ToList())
        {
            ReadDeeds.One(story, work);
            story.Send("history", "GET", $"/api/work/{work.Id}/history", null, (status, answer) =>
            {
                if (status == 200)
                {
                    ReadDeeds.History(Ledger, work, answer);
                }
            });
        }

        await story.AnswersAsync();
    }

    // The numbers must be those of the list.
    private async Task CountAsync()
    {
        Dictionary<string, int> listed = [];
        story.Send("look", "GET", "/api/work?limit=1000", null, (_, answer) =>
        {
            foreach (string state in answer.GetProperty("work").EnumerateArray().Select(work => work.GetProperty("state").GetString()!))
            {
                listed[state] = listed.GetValueOrDefault(state) + 1;
            }
        });
        await story.AnswersAsync();
        story.Send("stats", "GET", "/api/stats", null, (status, answer) =>
        {
            ChangeDeeds.Expect(story, status, answer, [200]);
            foreach (JsonProperty state in answer.GetProperty("states").EnumerateObject())
            {
                if (state.Value.GetInt32() != listed.GetValueOrDefault(state.Name))
                {
                    Ledger.Break("the counters are right", $"{state.Name}: {state.Value} counted, {listed.GetValueOrDefault(state.Name)} listed");
                }
            }
        });
        await story.AnswersAsync();
    }
}
