using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class ChainViewTests
{
    [Fact]
    public async Task AChainIsShownWholeInTheOrderOfItsWorks()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject answer = await app.EnqueueAsync("""
            { "uniqueName": "nightly", "existingWorkPolicy": "keep",
              "work": [ { "key": "last", "worker": "delay", "input": { "for": "PT0S" }, "after": [ "first" ] }, { "key": "first", "id": "mine", "worker": "delay", "input": { "for": "PT0S" } } ] }
            """);
        await app.IdleAsync();
        string chain = (string)answer["work"]![0]!["chainId"]!;
        JsonObject shown = await app.JsonAsync($"/api/chains/{chain}");
        Assert.Equal((chain, "nightly"), ((string?)shown["chainId"], (string?)shown["uniqueName"]));
        Assert.Equal(answer["work"]!.AsArray().Select(work => (string?)work!["id"]), shown["work"]!.AsArray().Select(work => (string?)work!["id"]));
        Assert.All(shown["work"]!.AsArray(), work => Assert.Equal("succeeded", (string?)work!["state"]));
        Assert.Equal("mine", (string?)shown["work"]![0]!["after"]![0]);
    }

    [Fact]
    public async Task ALargeChainIsShownWithAllItsShards()
    {
        await using TestApp app = await TestApp.StartAsync();
        string works = string.Join(", ", Enumerable.Range(0, 70).Select(_ => """{ "worker": "delay", "initialDelay": "PT1H", "input": { "for": "PT0S" } }"""));
        JsonObject answer = await app.EnqueueAsync($$"""{ "work": [ {{works}} ] }""");
        await app.IdleAsync();
        JsonObject shown = await app.JsonAsync($"/api/chains/{(string)answer["work"]![0]!["chainId"]!}");
        Assert.Equal(answer["work"]!.AsArray().Select(work => (string?)work!["id"]), shown["work"]!.AsArray().Select(work => (string?)work!["id"]));
        Assert.False(shown.ContainsKey("uniqueName"));
    }

    [Fact]
    public async Task AChosenIdOfASingleWorkIsItsOwnChain()
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync("""{ "id": "alone", "worker": "delay", "initialDelay": "PT1H", "input": { "for": "PT0S" } }""");
        Assert.Equal("alone", (string?)Assert.Single((await app.JsonAsync("/api/chains/alone"))["work"]!.AsArray())!["id"]);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("-")]
    [InlineData("w00000000000000000000000")]
    public async Task AnUnknownChainIsNotFound(string chain)
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri($"/api/chains/{chain}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
