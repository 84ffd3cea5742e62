using BenchmarkDotNet.Attributes;
using Work.Embedded.Storage;

namespace Work.Benchmarks.Micro;

/// <summary>Finding what is due among 100,000 instances that wait.</summary>
public class SchedulingBenchmarks
{
    private const int Waiting = 100_000;
    private const int Due = 100;

    private MicroStore? store;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        store = new MicroStore();
        await store.Store.WriteAsync(writer =>
        {
            for (int row = 1; row <= Waiting; row++)
            {
                writer.Instances.Insert(new InstanceRecord { Row = row, Id = $"w{row:0000000}", Name = "RunGraph", CreatedAt = row, WakeAt = row, StartAt = row }, []);
            }

            return true;
        });
    }

    [GlobalCleanup]
    public void Cleanup() => store!.Remove();

    /// <summary>The next instant at which something is due.</summary>
    [Benchmark]
    public long? NextWake() => Wakes.Next(store!.Store.Reads, Waiting / 2);

    /// <summary>The instances that are due: a hundred of them.</summary>
    [Benchmark]
    public int DueInstances() => Wakes.DueInstances(store!.Store.Reads, Due).Count();
}
