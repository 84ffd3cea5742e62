using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.Tests.Engine;

public class EventTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static TestCatalog Catalog() => new TestCatalog()
        .Orchestrator("two", async context =>
        {
            var first = await context.WaitForExternalEvent<string>("go");
            return first + await context.WaitForExternalEvent<string>("GO");
        })
        .Orchestrator("late", async context =>
        {
            await context.CreateTimer(Hour, CancellationToken.None);
            return await context.WaitForExternalEvent<string>("go") + await context.WaitForExternalEvent<string>("go");
        })
        .Orchestrator("newest", async context =>
        {
            var older = context.WaitForExternalEvent<string>("go");
            var newer = context.WaitForExternalEvent<string>("go");
            return $"older {await older}, newer {await newer}";
        })
        .Orchestrator("timeout", async context =>
        {
            try
            {
                await context.WaitForExternalEvent<string>("go", Hour);
                return "in time";
            }
            catch (TaskCanceledException)
            {
                return "late " + await context.WaitForExternalEvent<string>("go");
            }
        })
        .Orchestrator("sender", context =>
        {
            context.SendEvent(context.GetInput<string>()!, "go", "sent");
            return Task.FromResult("done");
        });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Names_of_events_ignore_case(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("two");

        await engine.Client.RaiseEventAsync(id, "Go", "a");
        await engine.Client.RaiseEventAsync(id, "gO", "b");

        Assert.Equal("ab", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_that_come_before_their_wait_are_kept_in_order(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("late");
        await engine.Client.RaiseEventAsync(id, "go", "1");
        await engine.Client.RaiseEventAsync(id, "go", "2");

        await engine.AdvanceAsync(Hour);

        Assert.Equal("12", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_several_waits_the_newest_is_served_first(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("newest");
        await engine.Client.RaiseEventAsync(id, "go", "1");
        await engine.Client.RaiseEventAsync(id, "go", "2");

        Assert.Equal("older 2, newer 1", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wait_that_timed_out_takes_no_event(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("timeout");
        await engine.AdvanceAsync(Hour);
        await engine.Client.RaiseEventAsync(id, "go", "x");

        Assert.Equal("late x", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_for_unknown_and_ended_instances_are_dropped_without_an_error()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        var sender = await engine.RunAsync("sender", "nobody");

        await engine.Client.RaiseEventAsync("nobody", "go", "x");
        await engine.Client.RaiseEventAsync(sender.InstanceId, "go", "x");
        await engine.IdleAsync();

        Assert.Null(await engine.Client.GetInstanceAsync("nobody"));
        Assert.Equal(0, engine.Engine.Statistics.InMemoryInstances);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_orchestration_sends_events_to_another(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("two");

        await engine.RunAsync("sender", id);
        await engine.RunAsync("sender", id);

        Assert.Equal("sentsent", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_for_an_instance_before_its_scheduled_start_wait_for_it(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("two", startAt: engine.Clock.GetUtcNow() + Hour);
        await engine.Client.RaiseEventAsync(id, "go", "a");
        await engine.Client.RaiseEventAsync(id, "go", "b");
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await engine.ReadAsync(id)).RuntimeStatus);

        await engine.AdvanceAsync(Hour);

        Assert.Equal("ab", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_acknowledged_event_survives_a_crash(bool replayAlways)
    {
        var first = await TestEngine.StartAsync(Catalog(), replayAlways);
        await using var owner = first;
        var id = await first.StartInstanceAsync("two");
        await first.Client.RaiseEventAsync(id, "go", "a");
        await first.KillAsync();

        await using var second = await first.ReopenAsync();
        await second.Client.RaiseEventAsync(id, "go", "b");

        Assert.Equal("ab", (await second.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_payload_of_another_type_fails_the_wait_and_not_the_engine()
    {
        var catalog = new TestCatalog().Orchestrator("number", context => context.WaitForExternalEvent<int>("go"));
        await using var engine = await TestEngine.StartAsync(catalog);
        var id = await engine.StartInstanceAsync("number");

        await engine.Client.RaiseEventAsync(id, "go", "text");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await engine.EndOfAsync(id)).RuntimeStatus);
    }
}
