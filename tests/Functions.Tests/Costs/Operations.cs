using System.Net;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Costs;

/// <summary>What is counted.</summary>
internal static class Operations
{
    private const string Connected = """{ "networkType": "unmetered" }""";
    private const string NotConnected = """{ "networkType": "none" }""";
    private const string Minutes = """ "input": { "attempts": [ { "result": "success", "runFor": "PT5M" } ] } """;
    private const string Name = """ "uniqueName": "n", "existingWorkPolicy" """;
    private const string Work = """ "work": [ { "worker": "scripted" } ] """;
    private const string Long = $$""" "work": [ { "worker": "scripted", {{Minutes}} } ] """;

    private static readonly TimeSpan MessageLimit = TimeSpan.FromMinutes(1);

    public static Operation Plain { get; } = Enqueue("a work", """{ "worker": "scripted" }""");

    public static IReadOnlyList<Operation> All { get; } =
    [
        Plain,
        Enqueue("… with tags, an id of its own, an input", """{ "id": "own", "worker": "scripted", "tags": [ "a", "b" ], "input": { "text": "a text" } }"""),
        Enqueue("… with a delay of up to six days", """{ "worker": "scripted", "initialDelay": "P5D" }""", "P5D"),
        Enqueue("… with a delay of more", """{ "worker": "scripted", "initialDelay": "P10D" }""", "P11D"),
        Enqueue("… with an idempotency key", """{ "worker": "scripted" }""", key: "key"),
        new QueueOperation("… that comes as a message of `work-requests`", async (app, queues) =>
        {
            await queues.Open("work-requests").SendMessageAsync(Convert.ToBase64String("""{ "worker": "scripted" }"""u8));
            await queues.Deleted.WaitAsync(MessageLimit);
        }),
        Enqueue("… that is tried twice", """{ "worker": "scripted", "input": { "attempts": [ { "result": "retry" }, { "result": "success" } ] } }""", "PT1M"),
        Enqueue("… that fails", """{ "worker": "scripted", "input": { "attempts": [ { "result": "failure" } ] } }"""),
        Enqueue("… whose condition holds", """{ "worker": "scripted", "constraints": { "networkType": "connected" } }""") with { Prepare = app => ReportAsync(app, Connected) },
        new("… whose condition comes later", async (app, _) =>
        {
            await app.EnqueueAsync("""{ "worker": "scripted", "constraints": { "networkType": "connected" } }""");
            await app.IdleAsync();
            await ReportAsync(app, Connected);
        })
        { Prepare = app => ReportAsync(app, NotConnected) },
        Enqueue("… with a concurrency key", """{ "worker": "scripted", "concurrencyKey": "k", "maxConcurrency": 2 }"""),
        Enqueue("… that reports progress once", """{ "worker": "scripted", "input": { "attempts": [ { "result": "success", "runFor": "PT1M", "progress": [ { "at": "PT30S", "data": { "done": 1 } } ] } ] } }""", "PT1M"),
        new("… of a worker outside the process, leased", (app, _) => LeaseAsync(app)) { Prepare = LeaseAsync },
        new QueueOperation("… of the worker `queue`, ended by its callback", DispatchAsync) { Prepare = LeaseAsync },
        new QueueOperation("… of the worker `queue`, with a message of its own", async (app, queues) =>
        {
            await app.EnqueueAsync("""{ "worker": "queue", "input": { "queue": "orders", "message": { "order": 1 } } }""");
            await app.IdleAsync();
            await TakeAsync(queues);
        }),
        Enqueue("a chain of three", """{ "work": [ { "key": "a", "worker": "scripted" }, { "key": "b", "worker": "scripted", "after": [ "a" ] }, { "worker": "scripted", "after": [ "b" ] } ] }"""),
        Enqueue("ten works in parallel and a join", Parallel(10)),
        Enqueue("a hundred works in parallel, which end one after another", OneAfterAnother(100), "PT2M"),
        Enqueue("a work after one of another request", """{ "worker": "scripted", "after": [ "first" ] }""") with { Prepare = async app => await app.EnqueueOneAsync("""{ "id": "first", "worker": "scripted" }""") },
        Enqueue("a work under a new unique name", $$"""{ {{Name}}: "keep", {{Work}} }"""),
        Enqueue("… kept, as the name has one that runs", $$"""{ {{Name}}: "keep", {{Work}} }""") with { Prepare = RunningAsync },
        Enqueue("… put in the place of one that runs", $$"""{ {{Name}}: "replace", {{Work}} }""") with { Prepare = RunningAsync },
        Enqueue("… appended to one that runs, until both are finished", $$"""{ {{Name}}: "append", {{Work}} }""", "PT5M") with { Prepare = RunningAsync },
        new("each period of an hour", (app, _) => app.AdvanceAsync("PT1H")) { Prepare = app => PeriodicAsync(app, "PT1H", "PT30M") },
        new("each period of a day", (app, _) => app.AdvanceAsync("P1D")) { Prepare = app => PeriodicAsync(app, "P1D", "P1DT12H") },
        new("a cancel before the start", (app, id) => PostAsync(app, $"/api/work/{id}/cancel")) { Prepare = app => app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "P1D" }""") },
        new("a cancel of a work that runs", (app, id) => PostAsync(app, $"/api/work/{id}/cancel")) { Prepare = app => app.EnqueueOneAsync($$"""{ "worker": "scripted", {{Minutes}} }""") },
        new("an update of a work that waits", (app, id) => PutAsync(app, id)) { Prepare = app => app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "P1D" }""") },
        new("skipping a delay (`run-now`), until the work is finished", (app, id) => PostAsync(app, $"/api/work/{id}/run-now")) { Prepare = app => app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "P1D" }""") },
        new("a report of conditions that nobody waits for", (app, _) => ReportAsync(app, Connected)),
        new("a pause of a worker", (app, _) => PostAsync(app, "/api/workers/scripted/pause")),
        new("a read, a list, a history, the figures", async (app, id) =>
        {
            await app.GetAsync(id);
            await app.AttemptsAsync(id);
            await app.JsonAsync("/api/work");
            await app.JsonAsync("/api/stats");
        })
        { Prepare = app => app.EnqueueOneAsync("""{ "worker": "scripted" }""") },
        new("a day without work", (app, _) => app.AdvanceAsync("P1D")),
    ];

    public static Task<TestApp> StartAsync(params (string Name, string Value)[] more) => TestApp.StartAsync(more: [("Work:AutoPrune", "false"), ("Work:ExternalWorkers:0:Name", "outside"), .. more]);

    private static Operation Enqueue(string name, string request, string until = "PT0S", string? key = null) => new(name, async (app, _) =>
    {
        await app.EnqueueAsync(request, key);
        await app.AdvanceAsync(until);
    });

    private static string Parallel(int count, bool join = true)
    {
        IEnumerable<string> works = Enumerable.Range(0, count).Select(i => $$"""{ "key": "k{{i}}", "worker": "scripted" }""");
        string last = $$"""{ "worker": "scripted", "after": [ {{string.Join(", ", Enumerable.Range(0, count).Select(i => $"\"k{i}\""))}} ] }""";
        return $$"""{ "work": [ {{string.Join(", ", join ? works.Append(last) : works)}} ] }""";
    }

    // So that each end is an episode of its own: ends that come together are saved together, as many as the machine's speed makes them.
    private static string OneAfterAnother(int count)
    {
        IEnumerable<string> works = Enumerable.Range(1, count).Select(i => $$"""{ "worker": "scripted", "input": { "attempts": [ { "result": "success", "runFor": "PT{{i}}S" } ] } }""");
        return $$"""{ "work": [ {{string.Join(", ", works)}} ] }""";
    }

    // The first lease of a hub draws the secret of its tokens, which is a claim.
    private static async Task<string> LeaseAsync(TestApp app)
    {
        string id = await app.EnqueueOneAsync("""{ "worker": "outside" }""");
        await app.IdleAsync();
        string token = (string)(await PostAsync(app, "/api/leases", """{ "workers": [ "outside" ] }"""))["leases"]![0]!["leaseToken"]!;
        await PostAsync(app, $"/api/leases/{token}/complete", """{ "result": "success" }""");
        return id;
    }

    private static async Task DispatchAsync(TestApp app, QueueSite queues)
    {
        await app.EnqueueAsync("""{ "worker": "queue", "input": { "queue": "orders" } }""");
        await app.IdleAsync();
        await PostAsync(app, new Uri((string)(await TakeAsync(queues))["callback"]!).PathAndQuery, """{ "result": "success" }""");
    }

    // As whoever does the work does.
    private static async Task<JsonObject> TakeAsync(QueueSite queues)
    {
        QueueMessage message = await queues.Open("orders").ReceiveMessageAsync();
        await queues.Open("orders").DeleteMessageAsync(message.MessageId, message.PopReceipt);
        return JsonNode.Parse(message.Body.ToString())!.AsObject();
    }

    private static Task<string> RunningAsync(TestApp app) => app.EnqueueOneAsync($$"""{ {{Name}}: "keep", {{Long}} }""");

    private static async Task<string> PeriodicAsync(TestApp app, string every, string until)
    {
        string id = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "period": { "every": "{{every}}" } }""");
        await app.AdvanceAsync(until);
        return id;
    }

    private static async Task<string> ReportAsync(TestApp app, string conditions)
    {
        await app.ReportAsync("default", conditions);
        return "";
    }

    private static async Task<JsonObject> PostAsync(TestApp app, string path, string body = "{}")
    {
        using HttpResponseMessage answer = await app.PostAsync(path, body);
        Assert.InRange(answer.StatusCode, HttpStatusCode.OK, HttpStatusCode.Accepted);
        return await TestApp.BodyAsync(answer);
    }

    private static async Task PutAsync(TestApp app, string id)
    {
        using HttpResponseMessage answer = await app.PutAsync($"/api/work/{id}", """{ "worker": "scripted", "initialDelay": "P2D" }""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
