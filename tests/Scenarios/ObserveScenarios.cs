using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Scenarios;

/// <summary>Query and observation, and the test kit.</summary>
public sealed class ObserveScenarios
{
    [Fact]
    public async Task S115_A_follower_sees_each_state_of_its_work_and_nothing_of_others()
    {
        await using TestApp app = await Scene.StartAsync();
        using (HttpResponseMessage unknown = await app.Client.GetAsync(new Uri("/api/work/mine/events", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        }

        Assert.Empty(await app.ListAsync("uniqueName=name"));
        Assert.Empty(await app.ListAsync("tag=tag"));
        Assert.Empty(await app.ListAsync("id=mine"));
        using Followed many = await Followed.StartAsync(app, "/api/events?tag=tag");
        string mine = Scene.Scripted("""{ "result": "success", "runFor": "PT1M" }""").With(""" "id": "mine", "tags": [ "tag" ], "initialDelay": "PT1M" """);
        await app.EnqueueAsync(Scene.Unique("keep", mine));
        using Followed stream = await Followed.StartAsync(app, "/api/work/mine/events");
        Assert.Equal("enqueued", await stream.NextStateAsync());
        await app.EnqueueAsync(Scene.Succeeds);
        await app.AdvanceAsync("PT1M");
        Assert.Equal("running", await stream.NextStateAsync());
        await app.EnqueueAsync(Scene.Succeeds.With(""" "id": "other", "tags": [ "tag" ] """));
        await app.AdvanceAsync("PT1M");
        Assert.Equal("succeeded", await stream.NextStateAsync());
        Assert.Null(await stream.NextStateAsync());
        var seen = new Dictionary<string, string>();
        while (seen.Values.Count(state => state == "succeeded") < 2)
        {
            JsonNode work = (await many.NextAsync())!;
            seen[(string)work["id"]!] = (string)work["state"]!;
        }

        Assert.Equal(["mine", "other"], seen.Keys.Order());
        Assert.Equal(["mine"], await app.ListAsync("uniqueName=name"));
        Assert.Equal(["mine", "other"], (await app.ListAsync("tag=tag")).Order());
        Assert.Equal(["mine", "other"], (await app.ListAsync("id=mine&id=other&tag=tag&state=succeeded")).Order());
    }

    [Fact]
    public async Task S117_A_delay_counts_from_the_tests_clock()
    {
        await using TestApp app = await Scene.StartAsync(more: ("Work:Testing:StartTime", "1970-04-11T00:00:00Z"));
        string id = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "initialDelay": "PT1H" """));
        Assert.Equal(TimeSpan.FromDays(100) + TimeSpan.FromHours(1), await app.NextAsync(id));
    }
}
