using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Work.Functions.Files;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Workers;

/// <summary>The workers on a file store in a folder of its own.</summary>
internal sealed class Rig : IDisposable
{
    public Rig(Action<WorkHttpOptions>? configure = null)
    {
        var options = new WorkHttpOptions { AllowPrivateNetworks = true };
        configure?.Invoke(options);
        Http = new GuardedHttp(Options.Create(options), NullLogger<GuardedHttp>.Instance);
        Files = OpenStore();
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("work-files-").FullName;

    public GuardedHttp Http { get; }

    public FolderFileStore Files { get; }

    public FolderFileStore OpenStore() => new(Options.Create(new FileStoreOptions { Root = Root }));

    public Task<WorkResult> HttpAsync(object input, TestRun? run = null) => new HttpWorker(Http).RunAsync(run ?? new TestRun(input), CancellationToken.None);

    public Task<WorkResult> TransferAsync(object input) => TransferAsync(new TestRun(input));

    public Task<WorkResult> TransferAsync(TestRun run, CancellationToken stop = default) => new TransferWorker(Http, Files).RunAsync(run, stop);

    public Task<WorkResult> ArchiveAsync(object input) => new ArchiveWorker(Files).RunAsync(new TestRun(input), CancellationToken.None);

    public void Dispose()
    {
        Http.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}

internal static class Results
{
    public static JsonElement Output(this WorkResult result) => Assert.IsType<WorkSuccess>(result).Output!.Value;

    public static void IsFailure(this WorkResult result, string type) => Assert.Equal(type, Assert.IsType<WorkFailure>(result).Error!.Type);

    public static WorkRetry IsRetry(this WorkResult result, string type)
    {
        var retry = Assert.IsType<WorkRetry>(result);
        Assert.Equal(type, retry.Error!.Type);
        return retry;
    }
}
