using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Work.Functions.Tests.Workers;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Telemetry;

[Collection(TelemetryCollection.Name)]
public sealed class OtlpTests
{
    [Fact]
    public async Task TracesMetricsAndLogsGoToTheCollectorOfTheStandardSettingAndAreFlushedAtTheStop()
    {
        await using TestSite collector = await TestSite.StartAsync(context => context.Response.CompleteAsync());
        await using (TestApp app = await TestApp.StartAsync(more: [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url.AbsoluteUri), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_SERVICE_NAME", "night-shift"), ("Logging:LogLevel:Work.Functions", "Information")]))
        {
            await app.EnqueueAsync("""{ "worker": "scripted", "traceTag": "seen-by-the-collector", "input": { "attempts": [ { "throw": "boom" }, {} ] } }""");
            await app.AdvanceAsync("PT1M");
        }

        string Sent(string path) => string.Concat(collector.Seen.Where(seen => seen.Path == path).Select(seen => Encoding.Latin1.GetString(seen.Body)));

        string traces = Sent("/v1/traces");
        Assert.All((string[])["night-shift", "seen-by-the-collector", "orchestration:RunGraph@(1.0)", "POST /api/work"], told => Assert.Contains(told, traces, StringComparison.Ordinal));
        Assert.All((string[])["work.run.finished", "work.run.wait", "durabletask.steps"], told => Assert.Contains(told, Sent("/v1/metrics"), StringComparison.Ordinal));
        Assert.All((string[])["threw in worker", "WorkId"], told => Assert.Contains(told, Sent("/v1/logs"), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "Telemetry is not sent anywhere: OTEL_EXPORTER_OTLP_ENDPOINT is not set.")]
    [InlineData("http://user:secret@127.0.0.1:1/path", "Telemetry is sent to http://127.0.0.1:1.")]
    public async Task TheStartSaysOnceWhereTelemetryGoesAndTellsNoSecret(string? endpoint, string line)
    {
        var log = new Lines();
        await using TestApp app = await TestApp.StartAsync(
            configure: builder => builder.Services.AddSingleton<ILoggerProvider>(log),
            more: endpoint is null ? [("Logging:LogLevel:Work.Functions", "Information")] : [("Logging:LogLevel:Work.Functions", "Information"), ("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)]);
        Assert.Equal([line], log.Told.Where(told => told.StartsWith("Telemetry", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AnAddressThatIsNoneIsRefusedByTheNameOfItsSetting()
    {
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => TestApp.StartAsync(more: ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4317")));
        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        internal List<string> Told { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Told)
            {
                Told.Add(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
