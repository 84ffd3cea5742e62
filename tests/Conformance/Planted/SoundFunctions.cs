using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Conformance.Planted;

/// <summary>One of each kind that breaks nothing.</summary>
public static class SoundFunctions
{
    [Function("StartWork")]
    public static void Start([HttpTrigger(AuthorizationLevel.Function, "post", Route = "work")] HttpRequest request, [DurableClient] DurableTaskClient client) => _ = (request, client);

    [Function("ListWork")]
    public static void List([HttpTrigger(AuthorizationLevel.Function, "get", Route = "work")] HttpRequest request) => _ = request;

    [Function("GetWork")]
    public static void Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "work/{id}")] HttpRequest request) => _ = request;

    [Function("GetNumbered")]
    public static void GetNumbered([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "work/{id:int}")] HttpRequest request) => _ = request;

    [Function("Hourly")]
    public static void Hourly([TimerTrigger("0 17 * * * *")] TimerInfo timer) => _ = timer;

    [Function("Often")]
    public static void Often([TimerTrigger("*/5 * * * * *", UseMonitor = false)] TimerInfo timer) => _ = timer;

    [Function("Configured")]
    public static void Configured([TimerTrigger("%Schedule%")] TimerInfo timer) => _ = timer;

    [Function("FromQueue")]
    public static void FromQueue([QueueTrigger("work-requests")] string message) => _ = message;

    [Function("Orchestrate")]
    public static async Task Orchestrate([OrchestrationTrigger] TaskOrchestrationContext context) => await Task.FromResult(context);

    [Function("Entity")]
    public static Task Operate([EntityTrigger] TaskEntityDispatcher dispatcher) => Task.CompletedTask;
}
