using System.Net;

namespace Killers;

/// <summary>
/// The row that says that an instance exists and the message that starts it are written apart, and a crash falls between: it is pending for ever, and its
/// name or id is taken by something that never runs. Seen in Azure/azure-functions-durable-extension#896, #1020, #1252 and #342 and in Azure/durabletask#729.
///
/// Here a start is one commit. Whatever a crash cuts short, work that was acknowledged runs, and a repeat with the same key makes the rest of it whole.
/// </summary>
public sealed class StuckBeforeItRanTests
{
    private const int Passings = 3;

    private static readonly (string Shape, string Body)[] Shapes =
    [
        ("one", """{ "worker": "tally" }"""),
        ("chosen", """{ "id": "chosen-#", "worker": "tally" }"""),
        ("delayed", """{ "worker": "tally", "initialDelay": "PT1M" }"""),
        ("chain", """{ "work": [ { "id": "first-#", "key": "a", "worker": "tally" }, { "id": "second-#", "worker": "tally", "after": [ "a" ] } ] }"""),
        ("name", """{ "uniqueName": "name-#", "existingWorkPolicy": "append", "work": [ { "worker": "tally" } ] }"""),
        ("sharded", $$"""{ "work": [ {{string.Join(", ", Enumerable.Repeat(Field.Tallied, 70))}} ] }"""),
    ];

    public static TheoryData<string, bool> Steps => new()
    {
        { KillPoint.BeforeCommit, false },
        { KillPoint.AfterCommit, true },
        { KillPoint.AfterDispatch, false },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task WhateverTheCrashCutsShortAllWorkOfTheRequestRunsAndRunsOnce(string step, bool replayAlways)
    {
        var tally = new Tally();
        var kill = new KillPoint();
        await using TestApp app = await TestApp.StartAsync(replayAlways, builder =>
        {
            tally.AddTo(builder);
            kill.AddTo(builder);
        });
        var ids = new List<string>();
        foreach ((string shape, string body) in Shapes)
        {
            for (int passing = 1; passing <= Passings; passing++)
            {
                string request = body.Replace("#", $"{shape}{passing}", StringComparison.Ordinal);
                kill.Arm(app, step, passing);
                await kill.EndsAsync(() => app.EnqueueAsync(request, $"{shape}-{passing}"));
                await app.CrashAndRestartAsync();
                ids.AddRange((await app.EnqueueAsync(request, $"{shape}-{passing}")).Ids());
            }
        }

        await app.AdvanceAsync("PT10M");
        Assert.Equal(new Dictionary<string, int> { ["succeeded"] = ids.Count }, await app.StatesAsync());
        Assert.Equal(ids.Order(StringComparer.Ordinal), tally.Ids.Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(tally.Doubled());
    }

    [Fact]
    public async Task AnAcknowledgedStartRunsThoughItsCallerIsGoneAndNobodyAsksAgain()
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo);
        await app.PostAsync("/api/workers/tally/pause");
        JsonObject[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.EnqueueAsync(Field.Tallied)));
        await app.CrashAndRestartAsync();
        Assert.Equal(HttpStatusCode.OK, (await app.CallAsync("/api/workers/tally/resume")).Status);
        await app.AdvanceAsync("PT10M");
        Assert.All(answers, answer => Assert.Single(tally.Of(answer.Id())));
    }
}
