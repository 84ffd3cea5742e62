using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace Embedded.Tests.Sdk;

/// <summary>How operations find their methods.</summary>
public sealed class TaskEntityTests
{
    [Theory]
    [InlineData("Add", 5, 5)]
    [InlineData("add", 5, 5)]
    [InlineData("AddLater", 5, 5)]
    [InlineData("AddSoon", 5, 5)]
    [InlineData("AddNow", 5, 5)]
    public async Task AMethodServesItsOperationWhateverItReturns(string name, int input, int result)
    {
        Operation operation = new(name, input);

        Assert.Equal(result, await new Counter().RunAsync(operation));
        Assert.Equal("5", operation.Stored.Json);
    }

    [Theory]
    [InlineData("Touch")]
    [InlineData("TouchLater")]
    [InlineData("TouchSoon")]
    public async Task AMethodWithoutResultGivesNull(string name)
    {
        Operation operation = new(name);

        Assert.Null(await new Counter().RunAsync(operation));
        Assert.Equal("1", operation.Stored.Json);
    }

    [Fact]
    public async Task TheContextIsHandedInBesideTheInput()
        => Assert.Equal("@counter@a 7", await new Counter().RunAsync(new Operation("Describe", 7)));

    [Fact]
    public async Task AMissingInputTakesTheParametersDefault()
        => Assert.Equal("@counter@a 3", await new Counter().RunAsync(new Operation("Describe")));

    [Fact]
    public async Task AMissingInputWithoutDefaultFails()
        => await Assert.ThrowsAsync<InvalidOperationException>(async () => await new Counter().RunAsync(new Operation("Add")));

    [Fact]
    public async Task AnUnknownOperationFails()
        => await Assert.ThrowsAsync<NotSupportedException>(async () => await new Counter().RunAsync(new Operation("Fly")));

    [Fact]
    public async Task DeleteNeedsNoMethod()
    {
        Operation operation = new("DELETE") { Stored = new() { Json = "5" } };

        await new Counter().RunAsync(operation);

        Assert.False(operation.State.HasState);
    }

    [Fact]
    public async Task AFailedOperationLeavesTheStateAlone()
    {
        Operation operation = new("Break") { Stored = new() { Json = "5" } };

        await Assert.ThrowsAsync<TimeoutException>(async () => await new Counter().RunAsync(operation));

        Assert.Equal("5", operation.Stored.Json);
    }

    [Fact]
    public async Task AStateServesItsOwnMethodsWhenTheDispatcherIsGivenAState()
    {
        Operation operation = new("Push", "x");
        TaskEntityDispatcher dispatcher = new(operation, new ServiceCollection().BuildServiceProvider());

        await dispatcher.DispatchAsync<Stack>();

        Assert.Equal(1, dispatcher.TakeResult());
        Assert.Equal("""{"Items":["x"]}""", operation.Stored.Json);
    }

    [Fact]
    public async Task AnEntityComesFromTheServicesWhenTheDispatcherIsGivenAnEntity()
    {
        TaskEntityDispatcher dispatcher = new(new Operation("Add", 5), new ServiceCollection().AddSingleton<Counter>().BuildServiceProvider());

        await dispatcher.DispatchAsync<Counter>();

        Assert.Equal(5, dispatcher.TakeResult());
    }

    [Fact]
    public async Task AFailureIsTheOperationsNotTheFunctions()
    {
        TaskEntityDispatcher dispatcher = new(new Operation("Break"), new ServiceCollection().BuildServiceProvider());

        await dispatcher.DispatchAsync(new Counter());

        Assert.Throws<TimeoutException>(() => dispatcher.TakeResult());
    }

    [Fact]
    public void AFunctionThatDispatchesNothingFailsTheOperation()
        => Assert.Throws<InvalidOperationException>(() => new TaskEntityDispatcher(new Operation("Add"), new ServiceCollection().BuildServiceProvider()).TakeResult());

    private sealed class Counter : TaskEntity<int>
    {
        public int Break() => State = State < 0 ? 0 : throw new TimeoutException();

        public string Describe(TaskEntityContext context, int number = 3) => $"{context.Id} {State + number}";

        public int Add(int amount) => State += amount;

        public async Task<int> AddLater(int amount)
        {
            await Task.Yield();
            return State += amount;
        }

        public async ValueTask<int> AddSoon(int amount)
        {
            await Task.Yield();
            return State += amount;
        }

        public ValueTask<int> AddNow(int amount) => new(State += amount);

        public void Touch() => State++;

        public async Task TouchLater()
        {
            await Task.Yield();
            State++;
        }

        public ValueTask TouchSoon()
        {
            State++;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Stack
    {
        public List<string> Items { get; set; } = [];

        public int Push(string item)
        {
            Items.Add(item);
            return Items.Count;
        }
    }
}
