using BenchmarkDotNet.Attributes;
using Microsoft.DurableTask.Converters;
using Work.Embedded.Engine.History;

namespace Work.Benchmarks.Micro;

/// <summary>An instance that was dropped from memory is made again from its history.</summary>
public class ReplayBenchmarks
{
    private string input = "";
    private List<HistoryEvent> history = [];

    /// <summary>How many works the chain has; all but the last have run.</summary>
    [Params(1, 3, 50)]
    public int Works { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        input = JsonDataConverter.Default.Serialize(Samples.Input(Works))!;
        history = [.. Samples.Steps(Works).SelectMany(step => step)];
    }

    [Benchmark]
    public object Replay()
    {
        var code = Samples.Code(input);
        code.Replay(history);
        return code;
    }
}
