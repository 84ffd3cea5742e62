using Azurite;

namespace Work.Functions.Tests.Files;

/// <summary>Whether the store that the contract is held to here can be had: blobs where Azurite is installed.</summary>
internal static class StoreAtHand
{
    public static string? MissingBecause => AzuriteServer.IsInstalled ? null : "Needs Azurite: npm ci --prefix eng/azurite --ignore-scripts.";
}
