using BenchmarkDotNet.Attributes;
using Work.Embedded.Engine.History;
using Work.Embedded.Storage;

namespace Work.Benchmarks.Micro;

/// <summary>A step of an instance: written as bytes, read from them, and appended to the store with a flush to disk.</summary>
public class HistoryBenchmarks
{
    private const int Together = 100;

    private IReadOnlyList<HistoryEvent> step = [];
    private byte[] blob = [];
    private MicroStore? store;
    private int sequence;

    [GlobalSetup]
    public void Setup()
    {
        step = Samples.Steps(3)[1];
        blob = HistoryCodec.Write(step);
        store = new MicroStore();
    }

    [GlobalCleanup]
    public void Cleanup() => store!.Remove();

    [Benchmark]
    public byte[] Write() => HistoryCodec.Write(step);

    [Benchmark]
    public int Read() => HistoryCodec.Read(blob).Count;

    /// <summary>One step in a commit of its own.</summary>
    [Benchmark]
    public Task<bool> Append() => AppendAsync();

    /// <summary>Steps of a hundred instances that come at the same time and share commits.</summary>
    [Benchmark(OperationsPerInvoke = Together)]
    public Task<bool[]> AppendTogether() => Task.WhenAll(Enumerable.Range(0, Together).Select(_ => AppendAsync()));

    private Task<bool> AppendAsync() => store!.Store.WriteAsync(writer =>
    {
        writer.History.Append(1, ++sequence, HistoryCodec.Write(step));
        return true;
    });
}
