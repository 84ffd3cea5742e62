using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Work.Client;

namespace Work.Functions.Tests.Clients;

public sealed class ClientErrorTests
{
    [Fact]
    public async Task FaultsComeWithTheirFields()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        OneTimeWorkRequest bad = OneTimeWorkRequest.For("nobody").SetMaxAttempts(-1).SetInitialDelay(TimeSpan.FromSeconds(-1)).Build();
        WorkException failure = await Assert.ThrowsAsync<WorkException>(() => app.Work.BeginWith(bad).EnqueueAsync());
        Assert.Equal((WorkErrorCode.Invalid, (int?)400), (failure.Code, failure.Status));
        Assert.Equal(["work[0].initialDelay", "work[0].maxAttempts", "work[0].worker"], failure.Faults.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("work[0].worker: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(32, failure.TraceId!.Length);
        Assert.Empty(await app.ListAsync());
    }

    [Fact]
    public async Task EachRefusalHasItsCode()
    {
        await using ClientApp app = await ClientApp.StartAsync(options => options.NewIdempotencyKey = () => "always-the-same");
        await FailsAsync(WorkErrorCode.Impossible, () => app.Work.EnqueueAsync(OneTimeWorkRequest.For("nobody").Build()));
        await FailsAsync(WorkErrorCode.Impossible, () => app.Work.EnqueueAsync(ClientApp.Succeeds.AddAfter("nothing-like-it").Build()));
        OneTimeWorkRequest large = ClientApp.Succeeds.SetInput(new { x = new string('x', 256 * 1024) }).Build();
        await FailsAsync(WorkErrorCode.TooLarge, () => app.Work.EnqueueAsync(large));
        await FailsAsync(WorkErrorCode.NotFound, () => app.Work.GetAsync("nothing-like-it"));
        await FailsAsync(WorkErrorCode.NotFound, () => app.Work.WaitForFinishedAsync("nothing-like-it"));
        await FailsAsync(WorkErrorCode.NotFound, () => app.Work.GetHistoryAsync("nothing-like-it"));
        await FailsAsync(WorkErrorCode.Invalid, () => app.ListAsync(new WorkQuery { PageSize = 1_001 }));
        await FailsAsync(WorkErrorCode.Invalid, () => app.Work.GetAsync("x", TimeSpan.FromSeconds(61)));
        await app.Work.EnqueueAsync(ClientApp.Succeeds.Build());
        await FailsAsync(WorkErrorCode.Conflict, () => app.Work.EnqueueAsync(ClientApp.Succeeds.AddTag("x").Build()));
    }

    [Fact]
    public async Task TheFunctionKeyOpensAHostThatAsksForOne()
    {
        string? key = null;
        await using ClientApp app = await ClientApp.StartAsync(options => options.FunctionKey = key, ("Embedded:RequireKeys", "true"));
        key = await File.ReadAllTextAsync(Path.Combine(app.Host.Files, "..", "host.key"));
        Assert.NotEmpty(await app.Work.ListWorkersAsync());
        await using ClientApp stranger = await ClientApp.StartAsync(more: ("Embedded:RequireKeys", "true"));
        await FailsAsync(WorkErrorCode.Unauthorized, () => stranger.Work.ListWorkersAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    public async Task WhatCannotBeAnIdIsRefusedBeforeItIsSent(string id)
    {
        await using ClientApp app = await ClientApp.StartAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => app.Work.GetAsync(id));
        await Assert.ThrowsAsync<ArgumentException>(() => app.Work.CancelAsync(id));
        Assert.Empty(app.Road.All);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/api")]
    [InlineData("ftp://127.0.0.1/api")]
    public void AnAddressThatIsNoneIsToldAtTheFirstUse(string? address)
    {
        ServiceCollection services = new();
        services.AddWorkClient(options => options.BaseAddress = address is null ? null : new Uri(address, UriKind.RelativeOrAbsolute));
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<WorkClientOptions>>().Value);
    }

    private static async Task FailsAsync(WorkErrorCode code, Func<Task> call) =>
        Assert.Equal(code, (await Assert.ThrowsAsync<WorkException>(call)).Code);
}
