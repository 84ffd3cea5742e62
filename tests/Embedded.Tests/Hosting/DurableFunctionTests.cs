using System.Net;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Work.Embedded.Engine;
using Microsoft.Azure.Functions.Worker;

namespace Embedded.Tests.Hosting;

public sealed class DurableFunctionTests
{
    [Theory]
    [InlineData("WhenNeeded")]
    [InlineData("Always")]
    public async Task An_orchestration_runs_from_a_request_over_activity_timer_and_entity_to_its_end(string replay)
    {
        await using var sample = await SampleHost.StartAsync(settings: ("Embedded:Replay", replay));
        var id = await BeginAsync(sample, "Greet", "ada");
        await sample.Host.Control.WaitIdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await ReadAsync(sample, id)).RuntimeStatus);

        await sample.Host.Control.AdvanceToAsync(SampleHost.Start.AddHours(2));
        var done = await ReadAsync(sample, id);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal("hello ada, try 0, instance 2", done.ReadOutputAs<string>());
        Assert.Equal(["add 2"], sample.Journal.Lines);
    }

    [Fact]
    public async Task A_wait_of_an_activity_lets_the_virtual_clock_move_on()
    {
        await using var sample = await SampleHost.StartAsync();
        var id = await BeginAsync(sample, "Slow", "");
        await sample.Host.Control.AdvanceToAsync(SampleHost.Start.AddDays(2));
        Assert.Equal(24, (await ReadAsync(sample, id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task The_time_limit_of_host_json_ends_an_activity()
    {
        await using var sample = await SampleHost.StartAsync(hostJson: """{ "functionTimeout": "00:05:00" }""");
        var id = await BeginAsync(sample, "Slow", "");
        await sample.Host.Control.AdvanceToAsync(SampleHost.Start.AddMinutes(5));
        var failure = (await ReadAsync(sample, id)).FailureDetails!;
        Assert.True(failure.IsCausedBy<TimeoutException>() || failure.InnerFailure!.IsCausedBy<TimeoutException>(), failure.ToString());
    }

    [Fact]
    public async Task After_a_crash_the_activity_is_handed_out_again_and_knows_it()
    {
        await using var first = await SampleHost.StartAsync();
        var id = await BeginAsync(first, "Slow", "");
        await first.Journal.Until("try 0");
        await first.Host.CrashAsync();

        await using var second = await SampleHost.StartAsync(directory: first.Directory);
        await second.Journal.Until("try 1");
        await second.Host.Control.AdvanceToAsync(SampleHost.Start.AddDays(2));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await ReadAsync(second, id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_graceful_stop_ends_a_running_activity_and_the_next_start_runs_it_again()
    {
        await using var first = await SampleHost.StartAsync();
        var id = await BeginAsync(first, "Slow", "");
        await first.Journal.Until("try 0");
        await first.Host.DisposeAsync();

        await using var second = await SampleHost.StartAsync(directory: first.Directory);
        await second.Host.Control.AdvanceToAsync(SampleHost.Start.AddDays(2));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await ReadAsync(second, id)).RuntimeStatus);
    }

    [Fact]
    public async Task Middleware_stands_around_activities_and_entities_but_not_around_orchestrators()
    {
        await using var sample = await SampleHost.StartAsync(builder => builder.UseMiddleware(async (context, next) =>
        {
            context.InstanceServices.GetRequiredService<SampleJournal>().Lines.Enqueue(context.FunctionDefinition.Name);
            await next();
        }));
        await BeginAsync(sample, "Greet", "ada");
        await sample.Host.Control.AdvanceToAsync(SampleHost.Start.AddMinutes(150));
        var names = sample.Journal.Lines.ToHashSet();
        Assert.Superset(new HashSet<string> { "Begin", "SayHello", "Counter", "Hourly" }, names);
        Assert.DoesNotContain("Greet", names);
    }

    private static async Task<string> BeginAsync(SampleHost sample, string orchestrator, string input)
    {
        var answer = await sample.Client.PostAsync($"/api/begin/{orchestrator}?input={input}", null);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<OrchestrationMetadata> ReadAsync(SampleHost sample, string id) =>
        (await sample.Host.Services.GetRequiredService<DurableEngine>().Client.GetInstanceAsync(id, getInputsAndOutputs: true))!;
}
