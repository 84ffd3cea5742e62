using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Hosting;

namespace Embedded.Tests.Hosting;

/// <summary>The durable side of the sample app.</summary>
public sealed class SampleDurableFunctions(SampleJournal journal, IHostControl control)
{
    [Function("Begin")]
    public static async Task<IActionResult> Begin(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "begin/{orchestrator}")] HttpRequest request,
        string orchestrator,
        [DurableClient] DurableTaskClient client,
        CancellationToken stop)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, request.Query["input"].ToString(), stop);
        return new AcceptedResult($"/api/instances/{id}", id);
    }

    [Function("Greet")]
    public static async Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var person = new Person(context.GetInput<string>()!, 36);
        var greeting = await context.CallActivityAsync<string>("SayHello", person);
        await context.CreateTimer(TimeSpan.FromHours(2), CancellationToken.None);
        await context.Entities.CallEntityAsync(new EntityInstanceId("Counter", "all"), "add", 2);
        var count = await context.Entities.CallEntityAsync<int>(new EntityInstanceId("Counter", "all"), "get");
        return $"{greeting} {count}";
    }

    [Function("SayHello")]
    public static string SayHello([ActivityTrigger] Person person, FunctionContext context, string instanceId) =>
        $"hello {person.Name}, try {context.RetryContext.RetryCount}, {(instanceId.Length > 0 ? "instance" : "nobody")}";

    [Function("Counter")]
    public static Task Counter([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<SampleCounter>();

    [Function("Slow")]
    public static Task<int> Slow([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<int>("SlowStep");

    [Function("SlowStep")]
    public async Task<int> SlowStep([ActivityTrigger] string? _, FunctionContext context)
    {
        journal.Signal($"try {context.RetryContext.RetryCount}");
        await control.DelayAsync(TimeSpan.FromDays(1), context.CancellationToken);
        return (int)(control.Now - SampleHost.Start).TotalHours;
    }
}

public sealed class SampleCounter(SampleJournal journal) : TaskEntity<int>
{
    public void Add(int value)
    {
        journal.Lines.Enqueue($"add {value}");
        State += value;
    }

    public int Get() => State;
}
