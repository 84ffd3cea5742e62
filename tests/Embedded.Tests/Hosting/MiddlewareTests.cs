using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;

namespace Embedded.Tests.Hosting;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_stands_around_the_function_in_the_order_it_was_added()
    {
        await using var sample = await SampleHost.StartAsync(builder =>
        {
            builder.UseMiddleware<Outer>();
            builder.UseMiddleware(async (context, next) =>
            {
                Write(context, "inner in");
                await next();
                Write(context, "inner out");
            });
            builder.UseWhen<Never>(context => context.FunctionDefinition.Name == "Number");
        });

        Assert.Equal("home", await sample.Client.GetStringAsync("/api/home"));
        Assert.Equal(["outer in", "inner in", "inner out", "outer out"], sample.Journal.Lines);
    }

    [Fact]
    public async Task Middleware_may_answer_instead_of_the_function_and_change_what_it_returned()
    {
        await using var sample = await SampleHost.StartAsync(builder => builder.UseMiddleware(async (context, next) =>
        {
            if (context.FunctionDefinition.Name == "Broken")
            {
                context.GetInvocationResult().Value = "instead";
                return;
            }

            await next();
            if (context.FunctionDefinition.Name == "Number")
            {
                var result = context.GetInvocationResult<string>();
                result.Value = $"<{result.Value}>";
            }
        }));

        Assert.Equal("instead", await sample.Client.GetStringAsync("/api/broken"));
        Assert.Equal("<8>", await sample.Client.GetStringAsync("/api/number/7"));
    }

    private static void Write(FunctionContext context, string line)
    {
        if (context.GetHttpContext() is not null)
        {
            ((SampleJournal)context.InstanceServices.GetService(typeof(SampleJournal))!).Lines.Enqueue(line);
        }
    }

    private sealed class Outer : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            Write(context, "outer in");
            await next(context);
            Write(context, "outer out");
        }
    }

    private sealed class Never : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) => throw new InvalidOperationException("not for this function");
    }
}
