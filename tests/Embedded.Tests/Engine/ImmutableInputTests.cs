using System.ComponentModel;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.Tests.Engine;

public class ImmutableInputTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_input_that_never_changes_is_handed_on_once_and_read_from_the_disk_in_a_replay(bool replayAlways)
    {
        var seen = new List<Marked>();
        var given = new Marked("a");
        await using var engine = await TestEngine.StartAsync(Asking(seen), replayAlways);

        var end = await engine.RunAsync("ask", given);

        Assert.Equal("a!", end.ReadOutputAs<string>());
        Assert.Equal(given, end.ReadInputAs<Marked>());
        Assert.Equal(replayAlways ? 2 : 1, seen.Count);
        Assert.Same(given, seen[0]);
        Assert.All(seen.Skip(1), replayed => Assert.NotSame(given, replayed));
        Assert.All(seen, one => Assert.Equal(given, one));
    }

    [Fact]
    public async Task After_a_crash_the_input_is_what_was_stored()
    {
        var seen = new List<Marked>();
        var given = new Marked("a");
        await using var engine = await TestEngine.StartAsync(Asking(seen));
        var id = await engine.StartInstanceAsync("ask", given, startAt: engine.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        await engine.KillAsync();

        await using var next = await engine.ReopenAsync();
        await next.AdvanceAsync(TimeSpan.FromMinutes(2));
        var end = await next.EndOfAsync(id);

        Assert.Equal("a!", end.ReadOutputAs<string>());
        Assert.NotSame(given, Assert.Single(seen));
        Assert.Equal(given, seen[0]);
    }

    [Fact]
    public async Task An_activity_is_handed_the_input_beside_its_json()
    {
        await using var engine = await TestEngine.StartAsync(Asking([]));

        await engine.RunAsync("ask", new Marked("a"));

        var delivery = Assert.Single(engine.Catalog.Deliveries);
        Assert.Equal(new Marked("a"), delivery.InputValue);
        Assert.Equal("""{"Text":"a"}""", delivery.SerializedInput);
    }

    [Fact]
    public async Task What_might_change_is_never_shared()
    {
        var given = new List<string> { "a" };
        List<string>? got = null;
        var catalog = new TestCatalog()
            .Orchestrator("ask", async context =>
            {
                got = context.GetInput<List<string>>()!;
                return await context.CallActivityAsync<int>("count", got);
            })
            .Activity<List<string>, int>("count", list => list.Count);
        await using var engine = await TestEngine.StartAsync(catalog);

        await engine.RunAsync("ask", given);

        Assert.NotSame(given, got);
        Assert.Equal(given, got);
        Assert.Null(Assert.Single(engine.Catalog.Deliveries).InputValue);
    }

    [Fact]
    public async Task A_reader_of_another_type_gets_what_the_json_says()
    {
        var catalog = new TestCatalog().Orchestrator("ask", context => Task.FromResult(context.GetInput<Other>()!.Text));
        await using var engine = await TestEngine.StartAsync(catalog);

        var end = await engine.RunAsync("ask", new Marked("a"));

        Assert.Equal("a", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_execution_that_goes_on_as_new_has_its_own_input()
    {
        var catalog = new TestCatalog().Orchestrator("ask", context =>
        {
            var input = context.GetInput<Marked>()!;
            if (input.Text == "a")
            {
                context.ContinueAsNew(new Marked("b"));
            }

            return Task.FromResult(input.Text);
        });
        await using var engine = await TestEngine.StartAsync(catalog);

        var end = await engine.RunAsync("ask", new Marked("a"));

        Assert.Equal("b", end.ReadOutputAs<string>());
    }

    private static TestCatalog Asking(List<Marked> seen) => new TestCatalog()
        .Orchestrator("ask", async context =>
        {
            var input = context.GetInput<Marked>()!;
            seen.Add(input);
            return await context.CallActivityAsync<string>("shout", input);
        })
        .Activity<Marked, string>("shout", input => input.Text + "!");

    [ImmutableObject(true)]
    internal sealed record Marked(string Text);

    internal sealed record Other(string Text);
}
