using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Tests.Works;
using Work.Functions.Workers;
using Work.Model;

namespace Work.Functions.Tests.Conditions;

/// <summary>Losses and returns as a worker meets them, in real time.</summary>
public sealed class LostAndReturnedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    // A machine that has other things to do may stand still for a while, and not again and again.
    private const int MostTries = 5;

    [Fact]
    public async Task ALostConstraintStopsARunningWorkerWithinTwoSecondsAndItsReturnStartsItAgain()
    {
        var runs = new Runs();
        await using TestApp app = await StartAsync(runs);
        var took = new List<TimeSpan>();
        for (int van = 0; van < MostTries && took.All(one => one > Soon); van++)
        {
            await app.EnqueueAsync($$"""{ "worker": "until-stopped", "scope": "van-{{van}}", "constraints": { "charging": true } }""");
            await runs.NextStartAsync();
            long lost = Stopwatch.GetTimestamp();
            Task report = PutAsync(app, $"van-{van}", """{ "charging": false }""");
            Assert.Equal(StopReason.ConstraintCharging, await runs.NextStopAsync());
            took.Add(Stopwatch.GetElapsedTime(lost));
            await report;
            await PutAsync(app, $"van-{van}", """{ "charging": true }""");
            await runs.NextStartAsync();
        }

        Assert.InRange(took.Min(), TimeSpan.Zero, Soon);
    }

    [Fact]
    public async Task AScopeThatFlapsAThousandTimesLeavesFewRunsAndGoesOnWhenItIsSteady()
    {
        var runs = new Runs();
        await using TestApp app = await StartAsync(runs);
        string id = await app.EnqueueOneAsync("""{ "worker": "until-stopped", "scope": "van-7", "constraints": { "charging": true } }""");
        await runs.NextStartAsync();
        long begun = Stopwatch.GetTimestamp();
        for (int flap = 0; flap < 1_000; flap++)
        {
            await PutAsync(app, "van-7", flap % 2 == 0 ? """{ "charging": false }""" : """{ "charging": true }""");
        }

        TimeSpan took = Stopwatch.GetElapsedTime(begun);
        Assert.InRange(runs.Started, 1, 5 + (int)(5 * took.TotalSeconds));
        runs.MayEnd.SetResult();
        using var late = new CancellationTokenSource(Patience);
        while ((string?)(await app.JsonAsync($"/api/work/{id}?wait=PT10S"))["state"] != "succeeded")
        {
            late.Token.ThrowIfCancellationRequested();
        }

        Assert.Equal(1, runs.MostAtOnce);
    }

    private static async Task<TestApp> StartAsync(Runs runs) => await TestApp.StartAsync(
        configure: builder => builder.Services.AddSingleton(runs).AddWorker<UntilStopped>("until-stopped"), more: [("Work:Testing:Enabled", "false"), ("Work:StopWatchInterval", "00:00:01")]);

    private static async Task PutAsync(TestApp app, string scope, string json)
    {
        using HttpResponseMessage response = await app.Client.PutAsync(new Uri($"/api/conditions/{scope}", UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));
        response.EnsureSuccessStatusCode();
    }

    private sealed class Runs
    {
        private readonly Channel<bool> starts = Channel.CreateUnbounded<bool>();
        private readonly Channel<StopReason> stops = Channel.CreateUnbounded<StopReason>();
        private int started;
        private int running;
        private int mostAtOnce;

        internal int Started => Volatile.Read(ref started);

        internal int MostAtOnce => Volatile.Read(ref mostAtOnce);

        internal TaskCompletionSource MayEnd { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal void Start()
        {
            Interlocked.Increment(ref started);
            mostAtOnce = Math.Max(mostAtOnce, Interlocked.Increment(ref running));
            starts.Writer.TryWrite(true);
        }

        internal void Stop(StopReason reason)
        {
            Interlocked.Decrement(ref running);
            stops.Writer.TryWrite(reason);
        }

        internal Task<bool> NextStartAsync() => starts.Reader.ReadAsync().AsTask().WaitAsync(Patience);

        internal Task<StopReason> NextStopAsync() => stops.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }

    private sealed class UntilStopped(Runs runs) : IWorker
    {
        public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
        {
            runs.Start();
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using CancellationTokenRegistration registration = stop.Register(() => stopped.TrySetResult());
            await Task.WhenAny(stopped.Task, runs.MayEnd.Task);
            runs.Stop(context.StopReason);
            return stop.IsCancellationRequested ? WorkResult.Retry() : WorkResult.Success();
        }
    }
}
