using System.Text.Json;
using Kills.Load;
using Kills.Runs;

namespace Kills.Checks;

/// <summary>Holds the runs that the workers wrote down against the works: who may run again, and when nobody may run.</summary>
internal sealed class RunCheck(Ledger ledger, StoredWorks stored, IReadOnlyList<Execution> runs)
{
    // A history is that long; what is killed for minutes on end has had more attempts.
    private const int AttemptsKept = 100;
    private readonly Dictionary<string, List<Execution>> byWork = runs.GroupBy(run => run.Id).ToDictionary(group => group.Key, group => group.OrderBy(run => run.StartedAt).ToList());

    public List<string> Faults { get; } = [];

    public int RunTwice { get; private set; }

    public int RunTwiceAfterTheirEnd { get; private set; }

    public int AttemptsStartedTwice { get; private set; }

    public async Task CheckAsync()
    {
        CheckAttempts();
        CheckRequests();
        foreach ((string id, List<Execution> executions) in byWork)
        {
            await CheckRepeatsAsync(id, executions);
        }

        foreach (Acknowledged work in ledger.Works.Values)
        {
            CheckTimes(work, byWork.GetValueOrDefault(work.Id) ?? []);
        }

        CheckKeys();
    }

    // The promise is stronger than "at least once": an attempt is counted before it starts, so one attempt starts at most once.
    private void CheckAttempts()
    {
        foreach (IGrouping<object, Execution> attempt in runs.GroupBy(run => (object)(run.Id, run.Attempt, run.HandedOut, run.Slice)).Where(group => group.Count() > 1))
        {
            AttemptsStartedTwice++;
            Faults.Add($"Attempt {attempt.First()} was started {attempt.Count()} times, in lives {string.Join(' ', attempt.Select(run => run.Life))}.");
        }
    }

    // A request that was sent again under its key has made one work.
    private void CheckRequests()
    {
        foreach (IGrouping<string, Execution> request in runs.GroupBy(run => run.Request))
        {
            string[] ids = [.. request.Select(run => run.Id).Distinct()];
            if (ids.Length > 1)
            {
                Faults.Add($"Request {request.Key} has run as {string.Join(' ', ids)}.");
            }
        }
    }

    private async Task CheckRepeatsAsync(string id, List<Execution> executions)
    {
        bool isPeriodic = ledger.Works.TryGetValue(id, out Acknowledged? known) && known.Request.Kind == "periodic";
        bool isTwice = false;
        bool isAfterEnd = false;
        foreach ((Execution run, Execution next) in executions.Zip(executions.Skip(1)))
        {
            if (isPeriodic ? next.Attempt == 1 : run.AskedForMore && next.Slice != run.Slice || run.Result == "WorkRetry")
            {
                continue;
            }

            isTwice = true;
            isAfterEnd |= run.EndedAt is not null;
            if (next.Life <= run.Life)
            {
                Faults.Add($"{id} ran again within one life: {run}, {next}.");
            }
            else if (!isPeriodic && !await IsNotedAsLostAsync(id, run.Attempt))
            {
                Faults.Add($"{id} ran again, and its history does not say that attempt {run.Attempt} was lost: {run}, {next}.");
            }
        }

        RunTwice += isTwice ? 1 : 0;
        RunTwiceAfterTheirEnd += isAfterEnd ? 1 : 0;
    }

    // What a later request of the name has replaced has no history any more.
    private async Task<bool> IsNotedAsLostAsync(string id, int attempt)
    {
        if (stored.Of(id) is null)
        {
            return true;
        }

        IReadOnlyList<JsonElement> attempts = await stored.AttemptsOfAsync(id);
        bool isForgotten = attempts.Count >= AttemptsKept && attempt < attempts.Min(entry => entry.GetProperty("attempt").GetInt32());
        return isForgotten || attempts.Any(entry => entry.GetProperty("attempt").GetInt32() == attempt && entry.GetProperty("result").GetString() == "stopped" && entry.GetProperty("stopReason").GetString() == "unknown");
    }

    private void CheckTimes(Acknowledged work, List<Execution> executions)
    {
        bool runsHere = work.Request.Kind is not ("leased" or "transfer" or "cancelled" or "periodic" or "named");
        if (runsHere && work.Work.State == "succeeded" && !executions.Any(run => run.Result == "WorkSuccess"))
        {
            Faults.Add($"{work.Id} ({work.Request.Kind}) is said to have succeeded, and no run of it says so.");
        }

        if (executions.Count == 0)
        {
            return;
        }

        var first = new DateTimeOffset(executions[0].StartedAt, TimeSpan.Zero);
        var last = new DateTimeOffset(executions[^1].StartedAt, TimeSpan.Zero);
        DateTimeOffset earliest = work.Request.SentAt!.Value + work.Work.NotBefore;
        if (first < earliest)
        {
            Faults.Add($"{work.Id} ({work.Request.Kind}) ran {(earliest - first).TotalMilliseconds} ms too early.");
        }

        if ((work.CancelledAt ?? (ledger.SeenFinished.TryGetValue(work.Id, out (string State, DateTimeOffset At) seen) ? seen.At : null)) is { } over && last > over)
        {
            Faults.Add($"{work.Id} ({work.Request.Kind}) ran {(last - over).TotalMilliseconds} ms after it was over.");
        }

        foreach (string before in work.After)
        {
            if (!byWork.TryGetValue(before, out List<Execution>? earlier) || earlier[^1].EndedAt is not { } end || end > executions[0].StartedAt)
            {
                Faults.Add($"{work.Id} ran before its prerequisite {before} had ended.");
            }
        }
    }

    private void CheckKeys()
    {
        IEnumerable<IGrouping<object, Execution>> keyed = runs.Where(run => ledger.Works.TryGetValue(run.Id, out Acknowledged? work) && work.Request.Key is not null)
            .GroupBy(run => (object)(run.Life, ledger.Works[run.Id].Request.Key));
        foreach (Execution[] together in keyed.Select(key => key.OrderBy(run => run.StartedAt).ToArray()))
        {
            foreach ((Execution run, Execution next) in together.Zip(together.Skip(1)))
            {
                if (run.EndedAt is not { } end || end > next.StartedAt)
                {
                    Faults.Add($"{run.Id} and {next.Id} ran at once, and share a key of one place.");
                }
            }
        }
    }
}
