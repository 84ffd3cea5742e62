using Microsoft.Extensions.Logging;

namespace Work.Simulation.Stories;

/// <summary>Takes what the app logs from a warning on; an error is a fault of the app, since no story gives it a reason for one.</summary>
internal sealed class StoryLog(Trace trace, Action<string> failed) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        string said = $"{formatter(state, exception)} {exception?.GetType().Name} {exception?.Message}".Split('\n')[0];
        trace.Add($"log {logLevel}: {said}");
        if (logLevel >= LogLevel.Error)
        {
            failed($"{said}\n{exception}");
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
