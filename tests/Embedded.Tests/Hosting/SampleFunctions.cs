using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using FromBodyAttribute = Microsoft.Azure.Functions.Worker.Http.FromBodyAttribute;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Hosting;

namespace Embedded.Tests.Hosting;

public sealed record Person(string Name, int Age);

/// <summary>The app that the hosting tests run: one function for each thing that a host has to carry.</summary>
public sealed class SampleFunctions(SampleJournal journal, ScopedThing scoped) : IDisposable
{
    [Function("Hello")]
    public static IActionResult Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hello/{name}")] HttpRequest request, string name) =>
        new OkObjectResult(new { greeting = $"hello {name}", method = request.Method });

    [Function("Number")]
    public static string Number([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "number/{value:int}")] HttpRequest _, int value) =>
        $"{value + 1}";

    [Function("Age")]
    public static string Age([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "age/{value}")] HttpRequest _, int value) => $"{value}";

    [Function("Home")]
    public static IResult Home([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest _) => Results.Text("home");

    [Function("Secret")]
    public static string Secret([HttpTrigger(AuthorizationLevel.Function, "get")] HttpRequest _) => "secret";

    [Function("Echo")]
    public static async Task<IActionResult> Echo([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, CancellationToken stop)
    {
        using var reader = new StreamReader(request.Body);
        return new ContentResult { Content = await reader.ReadToEndAsync(stop), StatusCode = 201 };
    }

    [Function("Parse")]
    public static Person Parse([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest _, [FromBody] Person person) =>
        person with { Age = person.Age + 1 };

    [Function("Broken")]
    public static string Broken([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest _) => throw new InvalidOperationException("the inside story");

    [Function("Scope")]
    public async Task<string> Scope([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
    {
        await Task.Yield();
        return ReferenceEquals(scoped, context.InstanceServices.GetRequiredService<ScopedThing>())
            && context.GetHttpContext() == request.HttpContext ? $"{scoped.Number}" : "another scope";
    }

    [Function("Wait")]
    public async Task Wait([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest _, CancellationToken stop)
    {
        journal.Signal("waiting");
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            journal.Signal("cancelled");
            throw;
        }
    }

    [Function("Trace")]
    public static string Trace([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest _, FunctionContext context) =>
        context.TraceContext.TraceParent;

    [Function("Hourly")]
    public void Hourly([TimerTrigger("%HourlySchedule%")] TimerInfo timer, FunctionContext context) =>
        journal.Ticks.Enqueue(new(context.FunctionDefinition.Name, context.InstanceServices.GetRequiredService<TimeProvider>().GetUtcNow(), timer));

    [Function("AtStart")]
    public void AtStart([TimerTrigger("0 30 12 * * *", RunOnStartup = true)] TimerInfo timer, FunctionContext context) => Hourly(timer, context);

    [Function("Often")]
    public async Task Often([TimerTrigger("*/10 * * * * *")] TimerInfo timer, FunctionContext context)
    {
        var control = context.InstanceServices.GetRequiredService<IHostControl>();
        journal.Ticks.Enqueue(new(context.FunctionDefinition.Name, control.Now, timer));
        await control.DelayAsync(TimeSpan.FromSeconds(15), context.CancellationToken);
    }

    public void Dispose() => journal.Signal("disposed");
}
