using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Work.Functions.Tests.Works;
using Work.Functions.Workers;
using Work.Model;

namespace Work.Functions.Tests.Telemetry;

public sealed partial class LogScopeTests
{
    [Fact]
    public async Task EveryLineThatAWorkerLogsCarriesTheIdsOfItsWork()
    {
        var log = new ScopeLog();
        await using TestApp app = await TestApp.StartAsync(configure: builder => builder.Services.AddSingleton<ILoggerProvider>(log).AddWorker<ChattyWorker>("chatty"));
        string id = await app.EnqueueOneAsync("""{ "work": [ { "key": "a", "worker": "chatty" }, { "worker": "scripted", "after": ["a"] } ] }""");
        await app.IdleAsync();
        Assert.Equal([("WorkId", id), ("ChainId", id.Split('.')[0]), ("Attempt", "1")], log.Seen);
    }

    private sealed partial class ChattyWorker(ILogger<ChattyWorker> logger) : IWorker
    {
        public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
        {
            LogHello();
            return Task.FromResult(WorkResult.Success());
        }

        [LoggerMessage(LogLevel.Warning, "hello")]
        private partial void LogHello();
    }

    // Keeps the scopes around the line of the worker.
    private sealed class ScopeLog : ILoggerProvider, ISupportExternalScope, ILogger
    {
        private IExternalScopeProvider? scopes;

        internal List<(string, string)> Seen { get; } = [];

        public ILogger CreateLogger(string categoryName) => categoryName.EndsWith(nameof(ChattyWorker), StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            scopes!.ForEachScope(
                (scope, seen) => seen.AddRange(
                    from pair in (IEnumerable<KeyValuePair<string, object?>>)scope!
                    where pair.Key is "WorkId" or "ChainId" or "Attempt"
                    select (pair.Key, pair.Value?.ToString() ?? "")),
                Seen);

        public void Dispose()
        {
        }
    }
}
