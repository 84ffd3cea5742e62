namespace Azurite;

/// <summary>Looks again and again until something is so.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static Task UntilAsync(string what, Func<bool> isSo) => UntilAsync(what, () => Task.FromResult(isSo()));

    public static async Task UntilAsync(string what, Func<Task<bool>> isSoAsync)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await isSoAsync())
        {
            Assert.False(limit.IsCancellationRequested, $"In {Limit.TotalSeconds:0} s it did not come to this: {what}.");
            await Task.Delay(Pause);
        }
    }
}
