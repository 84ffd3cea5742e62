namespace Work.Embedded.Hosting.Start;

/// <summary>
/// When something that allocates has come to rest: at so many looks in a row it had allocated less than a little since the look before. It is told once for each time of business.
/// </summary>
internal sealed class Rest(int looks, long little)
{
    private long lastSeen;
    private int restful;

    /// <summary>Looks at the bytes that were allocated so far: true at the last of the looks that make it a rest.</summary>
    public bool HasCome(long allocated)
    {
        bool isRestful = allocated - lastSeen < little;
        lastSeen = allocated;
        restful = isRestful ? Math.Min(restful + 1, looks + 1) : 0;
        return restful == looks;
    }
}
