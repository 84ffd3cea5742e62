namespace Embedded.Tests.Engine;

/// <summary>Kills an engine when it passes a fault point for the n-th time after it was armed.</summary>
internal sealed class Crash(string point, int occurrence) : IDisposable
{
    private readonly TaskCompletionSource happened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile TestEngine? target;
    private int passed;

    public Task Happened => happened.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public void Arm(TestEngine engine) => target = engine;

    public void Pass(string name)
    {
        if (name == point && target is { } engine && Interlocked.Increment(ref passed) == occurrence)
        {
            _ = engine.KillAsync();
            happened.TrySetResult();
        }
    }

    public void Dispose() => target = null;
}
