using BenchmarkDotNet.Attributes;
using Work.Embedded.Engine.Orchestrations;

namespace Work.Benchmarks.Micro;

/// <summary>The timers that one instance waits for.</summary>
public class TimerBenchmarks
{
    /// <summary>How many are set, the last to fire first.</summary>
    [Params(1, 100)]
    public int Timers { get; set; }

    /// <summary>Sets them all and fires them in order.</summary>
    [Benchmark]
    public int SetAndFire()
    {
        var book = new TimerBook();
        for (int id = 0; id < Timers; id++)
        {
            _ = book.Add(id, Timers - id);
        }

        int fired = 0;
        foreach (int id in book.TakeDue(Timers))
        {
            book.Fire(id);
            fired++;
        }

        return fired;
    }
}
