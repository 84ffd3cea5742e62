using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Work.Embedded.Hosting.Start;

/// <summary>
/// Keeps code that blocks its threads from holding up everything else: requests, timers and other runs share the thread pool, which adds only a thread or two each second by itself. When
/// nothing moves in the pool, it may have as many more threads at once as activities may run, until it moves by itself again.
/// </summary>
internal sealed partial class ThreadGuard(int mostActivities, ILogger<ThreadGuard> log) : IHostedService, IDisposable
{
    private const int ThreadsAtOnce = 32;
    private const int FewItems = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CalmBefore = TimeSpan.FromSeconds(10);
    private readonly ManualResetEvent stop = new(false);
    private int least;
    private int leastForPorts;
    private int most;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        ThreadPool.GetMinThreads(out least, out leastForPorts);
        ThreadPool.GetMaxThreads(out var limit, out _);
        most = Math.Min(least + mostActivities + ThreadsAtOnce, limit);
        if (most > least)
        {
            new Thread(Watch) { IsBackground = true, Name = "thread guard" }.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        stop.Set();
        return Task.CompletedTask;
    }

    public void Dispose() => stop.Set();

    private void Watch()
    {
        var allowed = least;
        var calm = TimeSpan.Zero;
        while (!stop.WaitOne(Patience))
        {
            if (!IsStuck())
            {
                calm += Patience;
                if (allowed > least && calm >= CalmBefore)
                {
                    allowed = least;
                    ThreadPool.SetMinThreads(least, leastForPorts);
                }

                continue;
            }

            calm = TimeSpan.Zero;
            if (allowed < most)
            {
                allowed = Math.Min(most, Math.Max(allowed, ThreadPool.ThreadCount) + ThreadsAtOnce);
                ThreadPool.SetMinThreads(allowed, leastForPorts);
                LogStuck(ThreadPool.ThreadCount, allowed);
            }
        }
    }

    // A pool that is only busy gets through thousands of items meanwhile; more threads would not make it faster.
    private bool IsStuck()
    {
        var before = ThreadPool.CompletedWorkItemCount;
        var reached = new ManualResetEvent(false);
        ThreadPool.UnsafeQueueUserWorkItem(static signal => signal.Set(), reached, preferLocal: false);
        return WaitHandle.WaitAny([reached, stop], Patience) == WaitHandle.WaitTimeout && ThreadPool.CompletedWorkItemCount - before < FewItems;
    }

    [LoggerMessage(LogLevel.Warning, "All {Threads} threads are blocked, most likely by workers that wait without await; up to {Allowed} may run now.")]
    private partial void LogStuck(int threads, int allowed);
}
