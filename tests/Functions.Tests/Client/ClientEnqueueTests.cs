using Work.Client;
using Work.Model;

namespace Work.Functions.Tests.Clients;

public sealed class ClientEnqueueTests
{
    [Fact]
    public async Task TheBuilderAndTheRecordSayTheSame()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        OneTimeWorkRequest built = OneTimeWorkRequest.For("scripted").SetId("one").AddTag("x").AddTag("y")
            .SetInput(new { Attempts = new[] { new { RunFor = "PT5S" } } })
            .SetInitialDelay(TimeSpan.FromMinutes(90)).SetBackoffCriteria(BackoffPolicy.Linear, TimeSpan.FromSeconds(7))
            .SetMaxAttempts(3).SetTimeout(TimeSpan.FromMinutes(2)).SetInputMerger(InputMerger.ArrayCreating).SetTraceTag("span")
            .KeepResultsForAtLeast(TimeSpan.FromDays(2)).Build();
        WorkInfo first = (await app.Work.EnqueueAsync(built)).First;
        WorkInfo second = (await app.Work.EnqueueAsync(built with { Id = "two" })).First;

        Assert.Equal("one", first.Id);
        Assert.Equal(["x", "y", "scripted"], first.Tags);
        Assert.Equal(InstantClock.Start.AddMinutes(90), first.NextScheduleTime);
        Assert.Equal("""{"attempts":[{"runFor":"PT5S"}]}""", first.Input.GetRawText());
        Assert.Equal(first.NextScheduleTime, second.NextScheduleTime);
        Assert.Equal(first.Tags, second.Tags);
        Assert.Equal(
            """{"worker":"scripted","id":"one","input":{"attempts":[{"runFor":"PT5S"}]},"tags":["x","y"],"initialDelay":"PT1H30M","""
            + """ "backoff":{"policy":"linear","delay":"PT7S"},"maxAttempts":3,"timeout":"PT2M","inputMerger":"arrayCreating","""[1..]
            + """ "traceTag":"span","keepResultsFor":"P2D"}"""[1..],
            app.Road.All.First().Body);
    }

    [Fact]
    public async Task WhatARunNeedsIsAskedForInTheBuildersWords()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        var constraints = new Constraints
        {
            NetworkType = NetworkType.Unmetered,
            StorageNotLow = true,
            Conditions = ["warehouse-open"],
            Window = new TimeWindow(new TimeOnly(22, 0), new TimeOnly(6, 0), "Europe/Berlin"),
        };
        WorkInfo work = (await app.Work.EnqueueAsync(ClientApp.Succeeds.SetConstraints(constraints).SetScope("site-7").SetPriority(5).SetConcurrency("disk", 2).Build())).First;

        Assert.Equal("site-7", work.Scope);
        Assert.Equal(NetworkType.Unmetered, work.Constraints.NetworkType);
        Assert.Equal(["warehouse-open"], work.Constraints.Conditions!);
        Assert.Equal(constraints.Window, work.Constraints.Window);
        Assert.Equal((5, "disk", 2), (work.Priority, work.ConcurrencyKey, work.MaxConcurrency));
    }

    [Fact]
    public void ABuilderIsNotChangedByWhatIsBuiltFromIt()
    {
        OneTimeWorkRequestBuilder common = OneTimeWorkRequest.For("scripted").AddTag("x");
        _ = common.AddTag("y").SetId("other");
        Assert.Equal(["x"], common.Build().Tags);
        Assert.Null(common.Build().Id);
    }

    [Fact]
    public async Task AnIdThatIsStoredIsKept()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        OneTimeWorkRequest request = ClientApp.Succeeds.SetId("once").SetRunAt(InstantClock.Start.AddDays(1)).Build();
        Assert.Equal(EnqueueOperation.Enqueued, (await app.Work.EnqueueAsync(request)).Operation);
        EnqueueResult again = await app.Work.EnqueueAsync(request with { RunAt = null });
        Assert.Equal(EnqueueOperation.Kept, again.Operation);
        Assert.Equal(InstantClock.Start.AddDays(1), again.First.NextScheduleTime);
    }

    [Fact]
    public async Task WhatALimitChangedIsTold()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        OneTimeWorkRequest hasty = ClientApp.Succeeds.SetBackoffCriteria(BackoffPolicy.Exponential, TimeSpan.FromMilliseconds(1)).Build();
        EnqueueResult result = await app.Work.EnqueueAsync(hasty);
        Assert.Equal(new Adjustment("backoff.delay", "PT0.001S", "PT1S", "minBackoff"), Assert.Single(result.Adjustments));
    }

    [Fact]
    public void AnInputThatIsNoObjectIsRefusedBeforeItIsSent()
    {
        Assert.Throws<ArgumentException>(() => ClientApp.Succeeds.SetInput("text"));
        Assert.Throws<ArgumentException>(() => ClientApp.Succeeds.SetInput(new[] { 1 }));
    }

    [Fact]
    public async Task AnOutputIsReadAsAType()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        WorkInfo done = await app.Work
            .BeginWith(ClientApp.Succeeds.SetInput(new { attempts = new[] { new { result = "success", output = new Weight("anvil", 90) } } }).Build())
            .EnqueueAsync()
            .ThenAsync(enqueued => app.Work.WaitForFinishedAsync(enqueued.Last.Id));
        Assert.Equal(new Weight("anvil", 90), done.ReadOutputAs<Weight>());
    }

    private sealed record Weight(string Name, int Kilograms);
}
