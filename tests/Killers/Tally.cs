using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Workers;

namespace Killers;

/// <summary>Counts what a worker really did, over restarts too: a state can say once what happened twice.</summary>
internal sealed class Tally
{
    private readonly ConcurrentQueue<(string Id, int Attempt, DateTimeOffset At)> starts = new();

    /// <summary>What a run of the worker <c>tally</c> does after it was counted; by default it succeeds.</summary>
    public Func<WorkContext, CancellationToken, Task<WorkResult>> OnRun { get; set; } = (_, _) => Task.FromResult(WorkResult.Success());

    public int Count => starts.Count;

    /// <summary>The works that were started, once for each start.</summary>
    public IEnumerable<string> Ids => starts.Select(start => start.Id);

    /// <summary>When the work was started.</summary>
    public DateTimeOffset[] Of(string id) => [.. starts.Where(start => start.Id == id).Select(start => start.At)];

    /// <summary>When the work was started, as month, day and time.</summary>
    public string[] Texts(string id) => [.. Of(id).Select(at => at.At())];

    /// <summary>Works of which one attempt was started twice.</summary>
    public IEnumerable<string> Doubled() => starts.GroupBy(start => (start.Id, start.Attempt)).Where(group => group.Count() > 1).Select(group => group.Key.Id);

    public void AddTo(FunctionsApplicationBuilder builder) => builder.Services.AddSingleton(this).AddWorker<Worker>("tally");

    private sealed class Worker(Tally tally) : IWorker
    {
        public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
        {
            tally.starts.Enqueue((context.WorkId, context.RunAttemptCount, context.Clock.GetUtcNow()));
            return tally.OnRun(context, stop);
        }
    }
}
