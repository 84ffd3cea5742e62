using Microsoft.DurableTask;

namespace Embedded.Tests.Engine;

public class StoreFailureTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_result_that_the_store_did_not_take_is_stored_later(bool replayAlways)
    {
        var failures = 0;
        var isFull = false;
        var tried = new SemaphoreSlim(0);
        var catalog = new TestCatalog()
            .Orchestrator("one", context => context.CallActivityAsync<string>("work"))
            .Activity<string, string>("work", _ =>
            {
                isFull = true;
                return "done";
            });
        await using var engine = await TestEngine.StartAsync(catalog, replayAlways, options =>
        {
            options.StoreRetryDelay = TimeSpan.FromMilliseconds(1);
            options.FaultPoint = point =>
            {
                if (point == "before-commit" && isFull)
                {
                    failures++;
                    tried.Release();
                    throw new IOException("disk full");
                }
            };
        });
        var id = await engine.StartInstanceAsync("one");
        await tried.WaitAsync(TestEngine.Patience());
        await tried.WaitAsync(TestEngine.Patience());
        Assert.Equal("Running", (await engine.ReadAsync(id)).RuntimeStatus.ToString());

        isFull = false;

        Assert.Equal("done", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.True(failures >= 2);
        Assert.Single(engine.Catalog.Deliveries);
    }

    [Fact]
    public async Task A_start_that_the_store_did_not_take_is_not_acknowledged()
    {
        var isFull = false;
        await using var engine = await TestEngine.StartAsync(ChainTests.Chain(), configure: options => options.FaultPoint = point =>
        {
            if (point == "before-commit" && isFull)
            {
                throw new IOException("disk full");
            }
        });
        isFull = true;
        await Assert.ThrowsAsync<IOException>(() => engine.StartInstanceAsync("chain", "-", "one"));
        isFull = false;

        Assert.Null(await engine.Client.GetInstanceAsync("one"));
        await engine.StartInstanceAsync("chain", "-", "one");
        Assert.Equal("-a.b.c.", (await engine.EndOfAsync("one")).ReadOutputAs<string>());
    }
}
