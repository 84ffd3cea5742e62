using System.Text.Json.Nodes;
using Work.Functions.Tests.Workers;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Queues;

/// <summary>A queue that cannot be written to now may be later: a role takes minutes to hold, an identity may not answer.</summary>
public sealed class QueueWorkerTests
{
    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task An_account_that_does_not_let_in_now_is_tried_again(int status)
    {
        await using TestSite site = await TestSite.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        await TriedAgainAsync(("Orders", $"AccountName=theirs;AccountKey=a2V5;QueueEndpoint={new Uri(site.Url, "theirs")};"));
    }

    [Fact]
    public async Task An_account_that_cannot_be_signed_in_to_is_tried_again() => await TriedAgainAsync(("Orders:accountName", "nobodyhasthisaccount0"));

    private static async Task TriedAgainAsync((string Name, string Value) account)
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Work:Queues:Connection", "Orders"), ("Work:Profile", "Android"), account]);
        string id = await app.EnqueueOneAsync("""{ "worker": "queue", "input": { "queue": "orders", "message": { "order": 1 } } }""");
        await app.IdleAsync();

        JsonNode attempt = Assert.Single(await app.AttemptsAsync(id))!;
        Assert.Equal(("retry", "noConnection"), ((string?)attempt["result"], (string?)attempt["error"]!["type"]));
    }
}
