using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Costs;

/// <summary>Something that callers ask for.</summary>
/// <param name="Name">What it is called in the document.</param>
/// <param name="Act">What is counted; it is given what the preparation gave.</param>
internal record Operation(string Name, Func<TestApp, string, Task> Act)
{
    /// <summary>What is there before, and is not counted; it gives an id.</summary>
    public Func<TestApp, Task<string>> Prepare { get; init; } = _ => Task.FromResult("");

    /// <summary>Counts it on an app of its own.</summary>
    public virtual async Task<TaskCost> CountAsync()
    {
        await using TestApp app = await Operations.StartAsync();
        string prepared = await Prepare(app);
        return await TaskCost.OfAsync(app, () => Act(app, prepared));
    }
}
