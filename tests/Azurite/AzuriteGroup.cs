namespace Azurite;

/// <summary>The tests that share one Azurite; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class AzuriteGroup : ICollectionFixture<AzuriteServer>
{
    public const string Name = "Azurite";
}
