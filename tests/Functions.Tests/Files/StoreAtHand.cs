namespace Work.Functions.Tests.Files;

/// <summary>Whether the store that the contract is held to here can be had: folders always.</summary>
internal static class StoreAtHand
{
    public static string? MissingBecause => null;
}
