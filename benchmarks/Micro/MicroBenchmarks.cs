using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Work.Benchmarks.Host;

namespace Work.Benchmarks.Micro;

/// <summary>The parts by themselves: replay, history, JSON, scheduling. They run in this process, so that nothing has to be built or restored for them.</summary>
internal static class MicroBenchmarks
{
    /// <summary>The argument that starts them; a filter may follow it.</summary>
    public const string Command = "micro";

    public static int Run(string filter)
    {
        IConfig config = ManualConfig.Create(DefaultConfig.Instance)
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .WithArtifactsPath(Path.Combine(Repository.Root, "artifacts", "benchmarks"));
        bool any = BenchmarkSwitcher
            .FromTypes([typeof(ReplayBenchmarks), typeof(HistoryBenchmarks), typeof(JsonBenchmarks), typeof(SchedulingBenchmarks), typeof(TimerBenchmarks)])
            .Run(["--filter", filter], config).Any();
        return any ? 0 : 1;
    }
}
