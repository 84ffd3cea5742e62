using System.Text;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;
using Work.Functions.Tests.Works;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Tests.Backends;

/// <summary>Where the backend accepts all starts of an instance that come together and keeps the first, one caller has it and the others learn whose it is.</summary>
public sealed class StartsTogetherTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Of_those_who_claim_a_key_together_one_has_it()
    {
        await using TestApp app = await TestApp.StartAsync();
        var client = new LooseClient(Engine(app)) { AcceptsEveryStart = true };
        var claims = app.Services.GetRequiredService<WorkClaims>();

        Assert.True(await claims.TryClaimAsync(client, "key", new RequestClaim("d", "first", Now), CancellationToken.None));
        Assert.False(await claims.TryClaimAsync(client, "key", new RequestClaim("d", "second", Now), CancellationToken.None));
    }

    [Fact]
    public async Task Of_those_who_give_an_id_inside_a_chain_together_one_has_it()
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync("""{ "work": [ { "worker": "delay", "id": "mine", "initialDelay": "PT1H" }, { "worker": "delay" } ] }""");
        var client = new LooseClient(Engine(app)) { AcceptsEveryStart = true };

        Assert.False(await app.Services.GetRequiredService<WorkClaims>().TryAliasAsync(client, new Prerequisite("mine", "another", 0), CancellationToken.None));
    }

    [Fact]
    public async Task Who_enqueues_an_id_together_with_another_is_told_of_the_work_that_was_kept()
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync("""{ "worker": "delay", "id": "mine", "tags": [ "first" ], "initialDelay": "PT1H" }""");
        await app.AdvanceAsync("PT1S");
        bool hasLooked = false;
        var client = new LooseClient(Engine(app)) { AcceptsEveryStart = true };
        client.Shows = there =>
        {
            bool isHidden = !hasLooked && there?.InstanceId == WorkIds.ChosenInstance("mine");
            hasLooked |= isHidden;
            return isHidden ? null : there;
        };

        byte[] body = Encoding.UTF8.GetBytes("""{ "worker": "delay", "id": "mine", "tags": [ "second" ] }""");
        EnqueueAnswer answer = await app.Services.GetRequiredService<WorkEnqueuer>().EnqueueAsync(client, body, null, CancellationToken.None);

        Assert.Contains(WorkIds.ChosenInstance("mine"), client.Starts);
        Assert.Equal(EnqueueOperation.Kept, answer.Operation);
        Assert.Contains("first", Assert.Single(answer.Work).Tags);
    }

    private static DurableTaskClient Engine(TestApp app) => app.Services.GetRequiredService<DurableEngine>().Client;
}
