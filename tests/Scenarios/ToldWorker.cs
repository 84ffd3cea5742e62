using System.Threading.Channels;
using Work.Functions.Workers;

namespace Scenarios;

/// <summary>A worker of the test's own: what it does when it is made and when it runs, the test says.</summary>
internal sealed class ToldWorker : IWorker
{
    private readonly Orders orders;

    public ToldWorker(Orders orders)
    {
        this.orders = orders;
        orders.OnCreate();
    }

    /// <inheritdoc/>
    public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        orders.Runs.Writer.TryWrite(context);
        return orders.OnRun(context, stop);
    }

    /// <summary>The test's orders, and what the worker saw.</summary>
    internal sealed class Orders
    {
        private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

        public Action OnCreate { get; set; } = () => { };

        public Func<WorkContext, CancellationToken, Task<WorkResult>> OnRun { get; set; } = (_, _) => Task.FromResult(WorkResult.Success());

        /// <summary>The runs that began, in order.</summary>
        public Channel<WorkContext> Runs { get; } = Channel.CreateUnbounded<WorkContext>();

        public int RunCount => Runs.Reader.Count;

        /// <summary>The next run that begins.</summary>
        public async Task<WorkContext> NextRunAsync()
        {
            using var limit = new CancellationTokenSource(Limit);
            return await Runs.Reader.ReadAsync(limit.Token);
        }
    }
}
