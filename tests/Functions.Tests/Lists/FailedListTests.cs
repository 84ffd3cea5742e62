using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;
using Work.Functions.Tests.Works;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Tests.Lists;

/// <summary>Lists of works that failed or were cancelled are read by marks, and are what a look at everything finds.</summary>
public sealed class FailedListTests
{
    private const string Fails = """ "worker": "scripted", "input": { "attempts": [ { "result": "failure" } ] } """;
    private const string Succeeds = """ "worker": "scripted" """;
    private const string Waits = """ "worker": "scripted", "initialDelay": "PT90H" """;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public async Task TheyAreWhatALookAtEverythingFinds(int seed, bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        var chance = new Random(seed);
        var ids = new List<string>();
        for (int step = 0; step < 90; step++)
        {
            await DoAsync(app, chance, ids, step);
        }

        await app.IdleAsync();
        await AllAreAsScannedAsync(app);
        await app.CrashAndRestartAsync();
        await AllAreAsScannedAsync(app);
        await app.AdvanceAsync("PT100H");
        (await app.PostAsync("/api/work/prune")).EnsureSuccessStatusCode().Dispose();
        await AllAreAsScannedAsync(app);
        Assert.Empty(await MarksAsync(app));
    }

    [Fact]
    public async Task PagesOfManyUnfinishedAndManyFailedAreMergedInOrder()
    {
        await using TestApp app = await TestApp.StartAsync();
        for (int batch = 0; batch < 6; batch++)
        {
            string works = string.Join(',', Enumerable.Range(0, 100).Select(index => $"{{ {(index % 2 == 0 ? Fails : Waits)} }}"));
            (await app.PostAsync("/api/work/batch", $$"""{ "requests": [{{works}}] }""")).EnsureSuccessStatusCode().Dispose();
            await app.AdvanceAsync("PT0.003S");
        }

        List<string> expected = await Listed.ScannedAsync(app, _ => true);
        Assert.Equal(600, expected.Count);
        Assert.Equal(expected, await Listed.PagesAsync(app, "state=failed&state=enqueued", 37));
        Assert.Equal(await Listed.ScannedAsync(app, work => (string?)work["state"] == "failed"), await Listed.PagesAsync(app, "state=failed", 37));
    }

    [Fact]
    public async Task AMarkOfNothingIsSkippedAndSweptAwayAfterADay()
    {
        await using TestApp app = await TestApp.StartAsync();
        string failed = await app.EnqueueOneAsync($$"""{ "keepResultsFor": "P7D", {{Fails}} }""");
        await app.IdleAsync();
        string nothing = Marks.Failed(WorkIds.NewGraphId(new DateTimeOffset(2029, 1, 1, 0, 0, 0, TimeSpan.Zero), new byte[8]));
        await ClientOf(app).ScheduleNewOrchestrationInstanceAsync(TaskNames.HoldClaim, input: null, new StartOrchestrationOptions(nothing));
        await app.IdleAsync();
        Assert.Equal([failed], await Listed.PagesAsync(app, "state=failed", 1));
        Assert.Equal(2, (await MarksAsync(app)).Count);
        await app.AdvanceAsync("PT26H");
        Assert.Equal([Marks.Failed(failed)], await MarksAsync(app));
        Assert.Equal([failed], await Listed.PagesAsync(app, "state=failed", 1));
    }

    [Fact]
    public async Task AGraphThatSomebodyTerminatedIsListedAsFailed()
    {
        await using TestApp app = await TestApp.StartAsync();
        string failed = await app.EnqueueOneAsync($"{{ {Fails} }}");
        string waits = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT1H" } }""");
        await app.IdleAsync();
        await ClientOf(app).TerminateInstanceAsync(waits);
        await ClientOf(app).WaitForInstanceCompletionAsync(waits);
        Assert.Equal("failed", (string?)(await app.GetAsync(waits))["state"]);
        await Listed.IsAsScannedAsync(app, "failed");
        Assert.Equal(2, (await Listed.PagesAsync(app, "state=failed", 1)).Count);
        Assert.Single(await MarksAsync(app), Marks.Failed(failed));
    }

    [Fact]
    public async Task AReplacedNameLeavesNoMarks()
    {
        await using TestApp app = await TestApp.StartAsync();
        for (int round = 0; round < 3; round++)
        {
            await app.EnqueueAsync($$"""{ "uniqueName": "n", "existingWorkPolicy": "replace", "work": [ { {{Waits}} } ] }""");
            await app.IdleAsync();
        }

        Assert.Empty(await MarksAsync(app));
        Assert.Empty(await Listed.PagesAsync(app, "state=cancelled", 10));
    }

    [Fact]
    public async Task AChosenIdThatFailsAgainAfterAPruneIsListedAgain()
    {
        await using TestApp app = await TestApp.StartAsync();
        for (int round = 0; round < 3; round++)
        {
            await app.EnqueueAsync($$"""{ "id": "chosen", {{Fails}} }""");
            await app.IdleAsync();
            Assert.Equal(["chosen"], await Listed.PagesAsync(app, "state=failed", 10));
            (await app.PostAsync("/api/work/prune")).EnsureSuccessStatusCode().Dispose();
            Assert.Empty(await Listed.PagesAsync(app, "state=failed", 10));
            Assert.Empty(await MarksAsync(app));
        }
    }

    [Fact]
    public async Task AListOfFailuresReadsWhatItShowsAndNotWhatIsStored()
    {
        await using TestApp app = await TestApp.StartAsync();
        for (int batch = 0; batch < 20; batch++)
        {
            string works = string.Join(',', Enumerable.Range(0, 100).Select(index => index == 50 && batch % 4 == 0 ? $"{{ {Fails} }}" : """{ "worker": "delay", "input": { "for": "PT0S" } }"""));
            (await app.PostAsync("/api/work/batch", $$"""{ "requests": [{{works}}] }""")).EnsureSuccessStatusCode().Dispose();
        }

        await app.IdleAsync();
        var client = new CountingClient(ClientOf(app));
        var query = new WorkQuery([], [], [], [WorkState.Failed, WorkState.Cancelled, WorkState.Running]);
        int found = await app.Services.GetRequiredService<WorkLister>().MatchingAsync(client, query, CancellationToken.None).CountAsync();
        Assert.Equal(5, found);
        Assert.InRange(client.Instances, 10, 20);
    }

    private static async Task AllAreAsScannedAsync(TestApp app)
    {
        await Listed.IsAsScannedAsync(app, "failed");
        await Listed.IsAsScannedAsync(app, "cancelled");
        await Listed.IsAsScannedAsync(app, "failed", "cancelled", "running");
        await Listed.IsAsScannedAsync(app, "failed", "enqueued", "blocked");
    }

    private static async Task DoAsync(TestApp app, Random chance, List<string> ids, int step)
    {
        string one = chance.Next(3) switch { 0 => Fails, 1 => Succeeds, _ => Waits };
        switch (chance.Next(9))
        {
            case < 3:
                ids.Add(await app.EnqueueOneAsync($"{{ {one} }}"));
                break;
            case 3:
                ids.Add(await app.EnqueueOneAsync($$"""{ "id": "chosen-{{step}}", {{one}} }"""));
                break;
            case 4:
                ids.Add(await app.EnqueueOneAsync($$"""{ "work": [ { "key": "a", {{one}} }, { "after": [ "a" ], {{Succeeds}} }, { {{Waits}} } ] }"""));
                break;
            case 5 when ids.Count > 0:
                (await app.PostAsync($"/api/work/{ids[chance.Next(ids.Count)]}/cancel")).Dispose();
                break;
            case 6 when ids.Count > 0:
                (await app.PostAsync($"/api/work/{ids[chance.Next(ids.Count)]}/rerun")).Dispose();
                break;
            case 7 when chance.Next(3) == 0:
                await app.IdleAsync();
                (await app.PostAsync("/api/work/prune")).EnsureSuccessStatusCode().Dispose();
                break;
            default:
                await app.AdvanceAsync("PT1S");
                break;
        }
    }

    private static DurableTaskClient ClientOf(TestApp app) => app.Services.GetRequiredService<DurableEngine>().Client;

    private static async Task<List<string>> MarksAsync(TestApp app) =>
        await ClientOf(app).GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: Marks.OfFailed)).Select(mark => mark.InstanceId).ToListAsync();
}
