using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Embedded.Storage;

namespace Embedded.Tests.Engine;

public class StepsInRowTests
{
    private static TestCatalog Catalog() => new TestCatalog()
        .Orchestrator("echo", context => context.CallActivityAsync<string>("same", context.GetInput<string>()))
        .Orchestrator("collect", async context =>
        {
            var all = "";
            for (var number = 0; number < 5; number++)
            {
                all += await context.CallActivityAsync<string>("same", await context.WaitForExternalEvent<string>("go"));
            }

            return all;
        })
        .Activity<string, string>("same", text => text);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_short_instance_has_no_row_of_history_besides_its_own(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);

        await engine.RunAsync("echo", "a");

        Assert.Equal(0, Count(engine, "history"));
        Assert.Equal(1, Count(engine, "instances WHERE steps IS NOT NULL"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Steps_that_the_row_has_no_room_for_follow_those_in_it(bool replayAlways)
    {
        await using var first = await TestEngine.StartAsync(Catalog(), replayAlways);
        await first.StartInstanceAsync("collect", id: "one");
        string[] sent = ["small", new string('x', HistoryTable.MostBytesInRow), "small again"];
        foreach (var text in sent)
        {
            await first.Client.RaiseEventAsync("one", "go", text);
            await first.IdleAsync();
        }

        var (inRow, beside) = (Count(first, "instances WHERE length(steps) > 0"), Count(first, "history"));
        await first.KillAsync();
        await using var second = await first.ReopenAsync();
        await second.Client.RaiseEventAsync("one", "go", "b");
        await second.Client.RaiseEventAsync("one", "go", "c");

        Assert.Equal(string.Concat(sent) + "bc", (await second.EndOfAsync("one")).ReadOutputAs<string>());
        Assert.Equal(1, inRow);
        Assert.InRange(beside, 3, 4);
        Assert.Equal(5, second.Engine.ReadHistory("one").Count(entry => entry.Kind == "TaskCompleted"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_format_1_wrote_goes_on(bool replayAlways)
    {
        await using var first = await TestEngine.StartAsync(Catalog(), replayAlways);
        await first.StartInstanceAsync("collect", id: "one");
        await first.Client.RaiseEventAsync("one", "go", "a");
        await first.IdleAsync();
        await first.Engine.StopAsync(CancellationToken.None);
        using (var database = Database.OpenWriter(Path.Combine(first.Options.DataDirectory, "work.db")))
        {
            database.Execute("INSERT INTO history(key, events) SELECT (row << 24) | 1, steps FROM instances");
            database.Execute("ALTER TABLE instances DROP COLUMN steps");
            database.Execute("PRAGMA user_version = 1");
        }

        await using var second = await first.ReopenAsync();
        foreach (var text in new[] { "b", "c", "d", "e" })
        {
            await second.Client.RaiseEventAsync("one", "go", text);
        }

        Assert.Equal("abcde", (await second.EndOfAsync("one")).ReadOutputAs<string>());
        Assert.Equal(0, Count(second, "instances WHERE steps IS NOT NULL"));
        Assert.Equal("abcde", (await second.RunAsync("echo", "abcde")).ReadOutputAs<string>());
        Assert.Equal(1, Count(second, "instances WHERE steps IS NOT NULL"));
    }

    private static long Count(TestEngine engine, string rows) =>
        engine.Engine.Core.Store.Reads.Read(reader => reader.Database.Scalar($"SELECT count(*) FROM {rows}"));
}
