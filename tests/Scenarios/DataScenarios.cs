using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Scenarios;

/// <summary>Data and mergers.</summary>
public sealed class DataScenarios
{
    [Fact]
    public async Task S111_The_overwriting_merger_takes_the_later_value_of_a_key()
    {
        var told = new ToldWorker.Orders();
        await using TestApp app = await Scene.StartAsync(Scene.With(told));
        await app.EnqueueAsync(Scene.Chain(
            Scene.Scripted("""{ "result": "success", "output": { "k1": "v1a", "k3": "v3" } }""").With(""" "key": "a" """),
            """{ "worker": "told", "after": [ "a" ], "input": { "k1": "v1", "k2": "v2" } }"""));
        JsonNode input = JsonNode.Parse((await told.NextRunAsync()).Input.GetRawText())!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{ "k1": "v1a", "k2": "v2", "k3": "v3" }"""), input), input.ToJsonString());
    }
}
