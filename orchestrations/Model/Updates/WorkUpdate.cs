namespace Work.Model;

/// <summary>
/// An update as it is stored: first by the caller, as it was asked for, and then by the work's instance, under the name of its generation,
/// once it has been taken. The second document never changes; readers show the work by it.
/// </summary>
/// <param name="Spec">The work from now on.</param>
/// <param name="Token">Tells the callers of concurrent updates whose was taken.</param>
/// <param name="Result">What became of it; of no meaning while it is asked for.</param>
public sealed record WorkUpdate(WorkSpec Spec, string Token, UpdateResult Result)
{
    /// <summary>Where all updates of an instance lie.</summary>
    public static string FolderOf(string instance) => $"updates/{instance.Replace(':', '/')}/";

    /// <summary>Where the update of a generation lies. The time of the enqueue is in it, since a chosen id can come to name another work.</summary>
    public static string DocumentOf(GraphInput input, string instance, int index, int generation) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{FolderOf(instance)}{input.EnqueuedAt.ToUnixTimeMilliseconds()}/{index}-{generation}.json");

    /// <summary>Where an update lies that is asked for.</summary>
    public static string StagedOf(GraphInput input, string instance, int index, string token) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{FolderOf(instance)}{input.EnqueuedAt.ToUnixTimeMilliseconds()}/{index}-{token}.asked.json");
}

/// <summary>A work that has been updated, and where what it is now is stored.</summary>
public sealed record UpdatedWork(int Index, string Document)
{
    /// <summary>The updated works of an instance.</summary>
    public static IReadOnlyList<UpdatedWork> Of(GraphInput input, string instance, GraphState state) =>
    [
        .. Enumerable.Range(0, state.Works.Length).Where(index => state.Works[index].Generation > 0)
            .Select(index => new UpdatedWork(index, WorkUpdate.DocumentOf(input, instance, index, state.Works[index].Generation))),
    ];
}

/// <summary>An update is asked for: it counts only if the work still has the generation that the caller saw.</summary>
/// <param name="Work">The position of the work.</param>
/// <param name="Generation">The generation that the caller saw.</param>
/// <param name="Document">Where the update is stored.</param>
public sealed record UpdateAsked(int Work, int Generation, string Document);
