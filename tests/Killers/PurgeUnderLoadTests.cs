using System.Collections.Concurrent;

namespace Killers;

/// <summary>
/// A purge of what has finished takes so long that it is cut off and has removed nothing, takes all resources from what runs, or removes what is still
/// needed. Seen in Azure/azure-functions-durable-extension#2211, #2129 and #1145, microsoft/durabletask-mssql#297 and Azure/durabletask#1321.
///
/// Here a prune goes continuation by continuation, may be cut off and goes on, and touches nothing that is unfinished or waited for.
/// </summary>
public sealed class PurgeUnderLoadTests
{
    private const int Rounds = 25;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PrunesBesideEnqueuesAndRunsRemoveNothingThatIsNeeded(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        var enqueued = new ConcurrentQueue<string>();
        using var over = new CancellationTokenSource();
        Task pruning = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                await app.CallAsync("/api/work/prune");
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int round = 0; round < Rounds; round++)
            {
                enqueued.Enqueue((await app.EnqueueAsync(Field.Tallied)).Id());
                JsonObject chain = await app.EnqueueAsync("""{ "work": [ { "key": "a", "worker": "tally" }, { "worker": "tally", "after": [ "a" ] } ] }""");
                enqueued.Enqueue(chain.Id());
                enqueued.Enqueue(chain.Id(1));
            }
        })));
        await app.IdleAsync();
        await over.CancelAsync();
        await pruning;
        await app.CallAsync("/api/work/prune");
        Assert.Equal(enqueued.Order(StringComparer.Ordinal), tally.Ids.Order(StringComparer.Ordinal));
        Assert.Empty(await app.StatesAsync());
    }

    [Fact]
    public async Task WorkThatNamesWhatIsBeingPrunedRunsOrIsRefusedAndNeverFails()
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo);
        var accepted = new ConcurrentQueue<string>();
        for (int round = 0; round < Rounds; round++)
        {
            string first = await app.EnqueueOneAsync(Field.Tallied);
            await app.IdleAsync();
            await Task.WhenAll(
                Task.Run(() => app.CallAsync("/api/work/prune")),
                Task.Run(async () =>
                {
                    using HttpResponseMessage response = await app.PostAsync("/api/work", $$"""{ "worker": "tally", "after": [ "{{first}}" ] }""");
                    if (response.IsSuccessStatusCode)
                    {
                        accepted.Enqueue((await TestApp.BodyAsync(response)).Id());
                    }
                }));
        }

        await app.IdleAsync();
        Assert.NotEmpty(accepted);
        Assert.All(accepted, id => Assert.Single(tally.Of(id)));
    }
}
