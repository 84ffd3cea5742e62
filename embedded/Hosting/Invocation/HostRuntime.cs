using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Embedded.Engine;

namespace Work.Embedded.Hosting.Invocation;

/// <summary>What invocations share.</summary>
internal sealed class HostRuntime(DurableEngine engine, TimeProvider clock, DataConverter converter)
{
    public DurableTaskClient Client => engine.Client;

    public TimeProvider Clock { get; } = clock;

    public DataConverter Converter { get; } = converter;
}
