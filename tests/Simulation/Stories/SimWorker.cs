using System.Text.Json;
using System.Text.Json.Nodes;
using Work.Functions.Workers;
using Work.Simulation.Reference;

namespace Work.Simulation.Stories;

/// <summary>Does what its work's script says for the attempt.</summary>
internal sealed class SimWorker(Bench bench) : IWorker
{
    public const int Slices = 2;

    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        await bench.EnterAsync();
        int slice = context.Checkpoint is { } checkpoint && checkpoint.TryGetProperty("slice", out JsonElement told) ? told.GetInt32() : 0;
        if (bench.Begin(context, slice) is not var (work, run))
        {
            return WorkResult.Failure();
        }

        string does = ScriptOf(context, run.Attempt);
        try
        {
            await context.DelayAsync(TimeSpan.FromMilliseconds(20), stop);
            return await ActAsync(does, context, work, run, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            bench.End(work, run, Ending.Stopped, wasStopped: true);
            throw;
        }
        catch (ScriptedException)
        {
            bench.End(work, run, Ending.Threw, stop.IsCancellationRequested);
            throw;
        }
    }

    /// <summary>The output of a run: a mark that no other run has, under a name that no other work has.</summary>
    public static JsonElement OutputOf(PlannedWork plan, Run run)
    {
        // Some outputs are too large to travel in messages.
        string fill = (plan.Tag.Length + run.Attempt) % 5 == 0 ? new string('x', 1_500) : "";
        return JsonSerializer.SerializeToElement(new JsonObject { ["from-" + plan.Tag] = run.Token, ["fill-" + plan.Tag] = fill });
    }

    private static string ScriptOf(WorkContext context, int attempt)
    {
        JsonElement script = context.Input.GetProperty("script");
        return script[Math.Min(attempt, script.GetArrayLength()) - 1].GetString()!;
    }

    private async Task<WorkResult> ActAsync(string does, WorkContext context, KnownWork work, Run run, CancellationToken stop)
    {
        switch (does)
        {
            case "throw":
                throw new ScriptedException();
            case "retry":
                return End(work, run, Ending.Retry, WorkResult.Retry(), stop);
            case "fail":
                return End(work, run, Ending.Failure, WorkResult.Failure(), stop);
            case "slow":
                await context.DelayAsync(TimeSpan.FromMinutes(2), stop);
                break;
            case "talk":
                await TalkAsync(context, stop);
                break;
            case "deaf":
                await context.DelayAsync(TimeSpan.FromMinutes(25), CancellationToken.None);
                break;
            case "hang":
                await context.DelayAsync(TimeSpan.FromDays(300), stop);
                break;
            case "slices" when run.Slice < Slices:
                await context.DelayAsync(TimeSpan.FromSeconds(5), stop);
                return End(work, run, Ending.Continued, WorkResult.Continue(JsonSerializer.SerializeToElement(new JsonObject { ["slice"] = run.Slice + 1 })), stop);
            case "call":
                return await CallAsync(context, work, run, stop);
        }

        return End(work, run, Ending.Success, WorkResult.Success(OutputOf(work.Plan, run)), stop);
    }

    private static async Task TalkAsync(WorkContext context, CancellationToken stop)
    {
        for (int said = 1; said <= 3; said++)
        {
            await context.ReportProgressAsync(JsonSerializer.SerializeToElement(new JsonObject { ["said"] = said }), stop);
            await context.DelayAsync(TimeSpan.FromSeconds(20), stop);
        }
    }

    private async Task<WorkResult> CallAsync(WorkContext context, KnownWork work, Run run, CancellationToken stop)
    {
        Uri address = await context.GetCallbackAsync(stop) ?? throw new ScriptedException();
        bench.Calls.Add(new OpenCall(work, run, address.PathAndQuery));
        run.Ending = Ending.LeftOpen;
        return WorkResult.AwaitCallback();
    }

    private WorkResult End(KnownWork work, Run run, Ending ending, WorkResult result, CancellationToken stop)
    {
        bench.End(work, run, ending, stop.IsCancellationRequested);
        return result;
    }
}

/// <summary>What a script throws.</summary>
internal sealed class ScriptedException : Exception;
