using System.Text;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;
using Work.Benchmarks.Load;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Orchestrations;
using Work.Model;
using Work.Orchestrations;

namespace Work.Benchmarks.Micro;

/// <summary>A chain as the app would store it, and the history of its instance.</summary>
internal static class Samples
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static EnqueueContext Context { get; } = new(new WorkLimits(), new HashSet<string> { "noop" }, Now);

    /// <summary>The body of a request for a chain.</summary>
    public static byte[] Body(int works) => Encoding.UTF8.GetBytes(Requests.Chain(works));

    /// <summary>What its instance is started with.</summary>
    public static GraphInput Input(int works)
    {
        EnqueueRequest request = ((AcceptedReading)EnqueueReader.Read(Body(works), Context)).Request;
        return Continuation.Plan(request, WorkIds.NewGraphId(Now, new byte[8]), Now, [], [], Context.Limits).Input;
    }

    /// <summary>What its instance publishes at the beginning.</summary>
    public static GraphState State(int works) => Graph.Begin(new GraphPlan(Input(works).Works), Now);

    /// <summary>Its instance's code, in memory and not yet begun.</summary>
    public static CodeRun Code(string input) => new(
        async context => await RunGraphOrchestrator.RunAsync(context),
        new RunFacts("wsample", TaskNames.RunGraph, "1.0", input, null, null, 1, 0, "1.0", JsonDataConverter.Default, NullLoggerFactory.Instance));

    /// <summary>What happens to the instance when each run succeeds, step by step, until the last run is out.</summary>
    public static IReadOnlyList<IReadOnlyList<HistoryEvent>> Steps(int works)
    {
        CodeRun code = Code(JsonDataConverter.Default.Serialize(Input(works))!);
        var steps = new List<IReadOnlyList<HistoryEvent>>();
        int[] answered = [];
        for (int step = 0; step < works; step++)
        {
            List<HistoryEvent> happened = [new StepStarted(Now.AddMilliseconds(step).UtcTicks, 1), .. answered.Select(id => new TaskCompleted(id, Outcome()))];
            happened.ForEach(code.Apply);
            List<ActionEvent> actions = code.TakeActions() ?? [];
            steps.Add([.. happened, .. actions]);
            answered = [.. actions.OfType<TaskScheduled>().Select(task => task.Id)];
        }

        return steps;
    }

    private static string Outcome() => JsonDataConverter.Default.Serialize(new RunOutcome { Attempt = 1, End = RunEnd.Succeeded })!;
}
