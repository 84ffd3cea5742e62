using System.Runtime.CompilerServices;
using System.Text.Json;
using Work.Functions.Workers;
using Work.Simulation.Reference;
using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>A run that was left open: whoever has this address ends it.</summary>
internal sealed record OpenCall(KnownWork Work, Run Run, string Path);

/// <summary>Where the workers of a story stand, from life to life: it writes down what they see.</summary>
internal sealed class Bench(Ledger ledger, WorldState world, Trace trace)
{
    private int tokens;

    public int Life { get; set; }

    public SimProcess? Process { get; set; }

    /// <summary>Runs that wait for their callback.</summary>
    public List<OpenCall> Calls { get; } = [];

    public string NewToken() => $"t{++tokens}";

    /// <summary>A worker begins; null when the work is none of the story's, which is written down.</summary>
    public (KnownWork Work, Run Run)? Begin(WorkContext context, int slice)
    {
        if (ledger.Meet(context.WorkId, context.Tags) is not { } work)
        {
            return null;
        }

        var run = new Run { Attempt = context.RunAttemptCount + 1, Slice = slice, Life = Life, StartedAt = Process!.Clock.Now, Token = NewToken() };
        trace.Add($"run {run.Attempt}/{slice} of {context.WorkId} {work.Plan.Tag} begins in life {Life}");
        int revision = context.Input.TryGetProperty("revision", out JsonElement told) && told.ValueKind == JsonValueKind.Number ? told.GetInt32() : 0;
        if (revision < work.Plan.Revision && slice == 0 && work.Plan.MostCopies == 1 && !(work.Plan.IsPeriodic && work.Plan.Request!.Name is not null))
        {
            ledger.Break("an update counts", $"run {run.Attempt} of {context.WorkId} ({work.Plan.Tag}) goes by revision {revision}, and {work.Plan.Revision} was applied");
        }

        return (work, RunRules.Begins(ledger, work, run, context.Input, world));
    }

    public void End(KnownWork work, Run run, Ending ending, bool wasStopped)
    {
        if (run.IsLost)
        {
            return;
        }

        run.Ending = ending;
        run.WasStopped |= wasStopped;
        run.EndedAt = Process!.Clock.Now;
        trace.Add($"run {run.Attempt}/{run.Slice} of {work.Id} {work.Plan.Tag} ends with {ending}{(wasStopped ? ", stopped" : "")}");
    }

    /// <summary>The process has died, and every run in it.</summary>
    public void LoseAll()
    {
        foreach (Run run in ledger.Works.SelectMany(work => work.Runs).Where(run => run.Life == Life && run.EndedAt is null && run.LeasedUntil is null && run.Ending == Ending.None))
        {
            run.IsLost = true;
        }
    }

    /// <summary>Brings a worker, which the pool began, to the loop.</summary>
    public Hop EnterAsync() => new(Process!);

    internal readonly struct Hop(SimProcess process) : INotifyCompletion
    {
        public bool IsCompleted => false;

        public Hop GetAwaiter() => this;

        public void GetResult()
        {
            // There is nothing to get.
        }

        public void OnCompleted(Action continuation) => process.Put(continuation);
    }
}
