using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Embedded.Tests.Sdk;

/// <summary>Waiting for an event, but not for ever.</summary>
public sealed class ExternalEventTimeoutTests
{
    private readonly Context _context = new();

    [Fact]
    public async Task AnEventInTimeStopsTheTimer()
    {
        Task<string> waiting = _context.WaitForExternalEvent<string>("go", TimeSpan.FromMinutes(1));

        _context.Arrival.SetResult("now");

        Assert.Equal("now", await waiting);
        Assert.True(_context.Timer.Task.IsCanceled);
        Assert.Equal(_context.CurrentUtcDateTime.AddMinutes(1), _context.FireAt);
    }

    [Fact]
    public async Task ATimeoutStopsTheWait()
    {
        Task<string> waiting = _context.WaitForExternalEvent<string>("go", TimeSpan.FromMinutes(1));

        _context.Timer.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task ACancelledTokenStopsBoth()
    {
        using CancellationTokenSource source = new();
        Task<string> waiting = _context.WaitForExternalEvent<string>("go", TimeSpan.FromMinutes(1), source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.True(_context.Timer.Task.IsCanceled);
    }

    /// <summary>A context with one timer and one event, both in the test's hands.</summary>
    private sealed class Context : TaskOrchestrationContext
    {
        public TaskCompletionSource Timer { get; } = new();

        public TaskCompletionSource<string> Arrival { get; } = new();

        public DateTime FireAt { get; private set; }

        public override TaskName Name => "Test";

        public override string InstanceId => "test";

        public override ParentOrchestrationInstance? Parent => null;

        public override DateTime CurrentUtcDateTime { get; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        public override bool IsReplaying => false;

        protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

        public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
        {
            FireAt = fireAt;
            cancellationToken.Register(() => Timer.TrySetCanceled(cancellationToken));
            return Timer.Task;
        }

        public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
        {
            cancellationToken.Register(() => Arrival.TrySetCanceled(cancellationToken));
            return (Task<T>)(object)Arrival.Task;
        }

        public override T? GetInput<T>()
            where T : default => throw new NotSupportedException();

        public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
            => throw new NotSupportedException();

        public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
            => throw new NotSupportedException();

        public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

        public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

        public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => throw new NotSupportedException();

        public override Guid NewGuid() => throw new NotSupportedException();
    }
}
