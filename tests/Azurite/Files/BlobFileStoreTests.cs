using Work.Functions.Files;
using Work.Functions.Tests.Files;

namespace Azurite.Files;

/// <summary>The contract, over blobs.</summary>
[Collection(AzuriteGroup.Name)]
public sealed class BlobFileStoreTests(AzuriteServer azurite) : FileStoreContract
{
    private readonly BlobRig rig = new(azurite);

    protected override IFileStore Files => field ??= rig.Open();

    protected override IFileStore Reopen() => rig.Open();

    protected override Task<IReadOnlyList<string>> OwnAsync() => rig.OwnAsync();
}
