using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.Tests.Engine;

public class QueryTests
{
    private static TestCatalog Catalog() => new TestCatalog()
        .Orchestrator("quick", context => Task.FromResult(context.GetInput<string>()))
        .Orchestrator("breaks", Task<string> (_) => throw new InvalidOperationException("broken"))
        .Orchestrator("wait", context =>
        {
            context.SetCustomStatus("waiting");
            return context.WaitForExternalEvent<string>("go");
        });

    private static async Task<TestEngine> FilledAsync()
    {
        var engine = await TestEngine.StartAsync(Catalog());
        foreach (var id in new[] { "b2", "a1", "b1", "B3", "c1" })
        {
            await engine.StartInstanceAsync("quick", "in", id);
            await engine.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        await engine.StartInstanceAsync("breaks", id: "x1");
        await engine.StartInstanceAsync("wait", id: "y1");
        await engine.StartInstanceAsync("quick", id: "z1", startAt: engine.Clock.GetUtcNow().AddDays(1));
        await engine.IdleAsync();
        return engine;
    }

    private static async Task<List<string>> IdsAsync(TestEngine engine, OrchestrationQuery query) =>
        await engine.Client.GetAllInstancesAsync(query).Select(found => found.InstanceId).ToListAsync();

    [Fact]
    public async Task Instances_come_in_the_ordinal_order_of_their_ids()
    {
        await using var engine = await FilledAsync();

        Assert.Equal(["B3", "a1", "b1", "b2", "c1", "x1", "y1", "z1"], await IdsAsync(engine, new OrchestrationQuery()));
    }

    [Fact]
    public async Task Pages_follow_each_other_by_their_continuation()
    {
        await using var engine = await FilledAsync();
        var pages = await engine.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 3)).AsPages().ToListAsync();

        Assert.Equal([3, 3, 2], pages.Select(page => page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
        var second = engine.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 3, ContinuationToken: pages[0].ContinuationToken));
        Assert.Equal("b2", (await second.FirstAsync()).InstanceId);
    }

    [Fact]
    public async Task Filters_by_prefix_status_and_time_hold_together()
    {
        await using var engine = await FilledAsync();
        var begun = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(["b1", "b2"], await IdsAsync(engine, new OrchestrationQuery(InstanceIdPrefix: "b")));
        Assert.Equal(["x1"], await IdsAsync(engine, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Failed])));
        Assert.Equal(
            ["y1", "z1"],
            await IdsAsync(engine, new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending])));
        Assert.Equal(
            ["a1", "b1"],
            await IdsAsync(engine, new OrchestrationQuery(CreatedFrom: begun.AddMinutes(1), CreatedTo: begun.AddMinutes(2))));
        Assert.Empty(await IdsAsync(engine, new OrchestrationQuery(InstanceIdPrefix: "b", Statuses: [OrchestrationRuntimeStatus.Failed])));
    }

    [Fact]
    public async Task Payloads_come_only_when_asked_for()
    {
        await using var engine = await FilledAsync();
        var without = await engine.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "a1")).SingleAsync();
        var with = await engine.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "a1", FetchInputsAndOutputs: true)).SingleAsync();

        Assert.Null(without.SerializedInput);
        Assert.Null(without.SerializedOutput);
        Assert.Equal("in", with.ReadInputAs<string>());
        Assert.Equal("in", with.ReadOutputAs<string>());
        Assert.Equal("broken", (await engine.ReadAsync("x1")).FailureDetails!.ErrorMessage);
        Assert.Equal("waiting", (await engine.ReadAsync("y1")).ReadCustomStatusAs<string>());
    }

    [Fact]
    public async Task Tags_and_large_inputs_are_read_back()
    {
        await using var engine = await FilledAsync();
        var large = new string('ä', 70_000);
        var options = new StartOrchestrationOptions("t1") { Tags = new Dictionary<string, string> { ["tenant"] = "one" } };

        await engine.Client.ScheduleNewOrchestrationInstanceAsync("quick", large, options);
        var end = await engine.EndOfAsync("t1");

        Assert.Equal("one", end.Tags["tenant"]);
        Assert.Equal(large, end.ReadInputAs<string>());
        Assert.Equal(large, end.ReadOutputAs<string>());
    }

    [Theory]
    [InlineData("@entity")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\nb")]
    public async Task Ids_that_Azure_refuses_are_refused(string id)
    {
        await using var engine = await TestEngine.StartAsync(Catalog());

        await Assert.ThrowsAsync<ArgumentException>(() => engine.StartInstanceAsync("quick", id: id));
        await Assert.ThrowsAsync<ArgumentException>(() => engine.StartInstanceAsync("quick", id: new string('x', 257)));
    }

    [Theory]
    [InlineData(8_190, OrchestrationRuntimeStatus.Completed)]
    [InlineData(8_191, OrchestrationRuntimeStatus.Failed)]
    public async Task A_custom_status_has_at_most_16_KB(int letters, OrchestrationRuntimeStatus expected)
    {
        var catalog = new TestCatalog().Orchestrator("status", context =>
        {
            context.SetCustomStatus(new string('x', letters));
            return Task.FromResult(0);
        });
        await using var engine = await TestEngine.StartAsync(catalog);

        Assert.Equal(expected, (await engine.RunAsync("status")).RuntimeStatus);
    }
}
