using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Embedded.Tests.Engine;

public class EntityTests
{
    private static readonly EntityInstanceId Counter = new("counter", "one");

    private static TestCatalog Catalog() => new TestCatalog()
        .Entity("counter", operation =>
        {
            var state = operation.State.GetState<List<int>>() ?? [];
            switch (operation.Name)
            {
                case "add":
                    operation.State.SetState(state.Append(operation.GetInput<int>()).ToList());
                    return null;
                case "sum":
                    return state.Sum();
                case "break":
                    operation.State.SetState(new List<int> { 666 });
                    operation.Context.SignalEntity(new EntityInstanceId("counter", "other"), "add", 1);
                    throw new InvalidOperationException("broken");
                case "forward":
                    operation.Context.SignalEntity(new EntityInstanceId("counter", "other"), "add", operation.GetInput<int>());
                    return operation.Context.ScheduleNewOrchestration("quick", "x", new StartOrchestrationOptions("started"));
                default:
                    operation.State.SetState(null);
                    return null;
            }
        })
        .Orchestrator("calls", async context =>
        {
            await context.Entities.SignalEntityAsync(Counter, "add", 5);
            await context.Entities.SignalEntityAsync(Counter, "add", 7);
            return await context.Entities.CallEntityAsync<int>(Counter, "sum");
        })
        .Orchestrator("catches", async context =>
        {
            try
            {
                await context.Entities.CallEntityAsync(Counter, "break");
                return "no";
            }
            catch (EntityOperationFailedException failure)
            {
                return failure.FailureDetails.ErrorMessage;
            }
        })
        .Orchestrator("quick", context => Task.FromResult(context.GetInput<string>()));

    private static async Task<List<int>?> StateAsync(TestEngine engine, EntityInstanceId id) =>
        (await engine.Client.Entities.GetEntityAsync<List<int>>(id))?.State;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Operations_run_one_after_the_other_in_order(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);

        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => engine.Client.Entities.SignalEntityAsync(Counter, "add", number)));

        Assert.Equal(Enumerable.Range(0, 200), await StateAsync(engine, Counter));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_orchestration_signals_and_calls(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);

        Assert.Equal(12, (await engine.RunAsync("calls")).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_operation_that_throws_leaves_nothing(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        await engine.Client.Entities.SignalEntityAsync(Counter, "add", 1);

        Assert.Equal("broken", (await engine.RunAsync("catches")).ReadOutputAs<string>());

        Assert.Equal([1], await StateAsync(engine, Counter));
        Assert.Null(await StateAsync(engine, new EntityInstanceId("counter", "other")));
    }

    [Fact]
    public async Task An_entity_signals_another_and_starts_an_orchestration()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());

        await engine.Client.Entities.SignalEntityAsync(Counter, "forward", 3);
        await engine.IdleAsync();

        Assert.Equal([3], await StateAsync(engine, new EntityInstanceId("counter", "other")));
        Assert.Equal("x", (await engine.EndOfAsync("started")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_signal_for_later_is_delivered_at_its_time_also_after_a_crash()
    {
        var first = await TestEngine.StartAsync(Catalog());
        await using var owner = first;
        var at = first.Clock.GetUtcNow().AddHours(1);
        await first.Client.Entities.SignalEntityAsync(Counter, "add", 1, new SignalEntityOptions { SignalTime = at });
        await first.KillAsync();

        await using var second = await first.ReopenAsync();
        await second.AdvanceAsync(TimeSpan.FromMinutes(59));
        Assert.Null(await StateAsync(second, Counter));
        await second.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal([1], await StateAsync(second, Counter));
    }

    [Fact]
    public async Task An_entity_without_state_is_gone()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        await engine.Client.Entities.SignalEntityAsync(Counter, "add", 1);
        await engine.Client.Entities.SignalEntityAsync(new EntityInstanceId("counter", "two"), "add", 2);
        await engine.Client.Entities.SignalEntityAsync(Counter, "delete");

        Assert.Null(await engine.Client.Entities.GetEntityAsync(Counter));
        var left = await engine.Client.Entities.GetAllEntitiesAsync(new EntityQuery { InstanceIdStartsWith = "counter" }).SingleAsync();
        Assert.Equal("two", left.Id.Key);
        Assert.Equal([2], left.State.ReadAs<List<int>>());
    }

    [Theory]
    [InlineData("after-commit", 1)]
    [InlineData("before-commit", 2)]
    [InlineData("after-commit", 2)]
    [InlineData("before-dispatch", 2)]
    [InlineData("before-commit", 3)]
    public async Task A_crash_between_signal_and_operation_neither_loses_nor_doubles_it(string point, int occurrence)
    {
        using var crash = new Crash(point, occurrence);
        var first = await TestEngine.StartAsync(Catalog(), configure: options => options.FaultPoint = crash.Pass);
        await using var owner = first;
        crash.Arm(first);
        _ = first.StartInstanceAsync("calls", id: "one");
        await crash.Happened;
        await first.KillAsync();

        await using var second = await first.ReopenAsync();

        Assert.Equal(12, (await second.EndOfAsync("one")).ReadOutputAs<int>());
        Assert.Equal([5, 7], await StateAsync(second, Counter));
    }
}
