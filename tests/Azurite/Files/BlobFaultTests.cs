using Azure;
using Azure.Core;
using Work.Functions.Files;
using Work.Functions.Files.Blobs;
using Work.Functions.Tests.Files;

namespace Azurite.Files;

/// <summary>What the network and other processes do to a store in blobs.</summary>
[Collection(AzuriteGroup.Name)]
public sealed class BlobFaultTests(AzuriteServer azurite)
{
    private static readonly PartialSource Source = new("source", "\"1\"", null, 6);

    private readonly BlobRig rig = new(azurite);

    [FactWithAzurite]
    public async Task Who_opens_a_partial_file_later_has_it_and_the_earlier_process_is_refused()
    {
        await using var earlier = await rig.Open().OpenPartialAsync("a");
        await earlier.RestartAsync(Source);
        await earlier.AppendAsync("abc"u8.ToArray());
        await earlier.FlushAsync();
        await using var later = await rig.Open().OpenPartialAsync("a");

        await earlier.AppendAsync("xyz"u8.ToArray());
        await Assert.ThrowsAsync<IOException>(() => earlier.FlushAsync());
        await Assert.ThrowsAsync<IOException>(() => earlier.RestartAsync(Source with { ETag = "\"2\"" }));
        await Assert.ThrowsAnyAsync<IOException>(() => earlier.DiscardAsync());
        await later.AppendAsync("def"u8.ToArray());
        await later.CommitAsync();

        Assert.Equal("abcdef"u8.ToArray(), await rig.Open().ReadBytesAsync("a"));
    }

    [FactWithAzurite]
    public async Task A_request_whose_answer_is_lost_is_not_carried_out_twice()
    {
        var lost = 0;
        BlobFileStore store = rig.Open(onAnswer: message =>
        {
            if (message.Request.Method == RequestMethod.Put && message.Response.Status == 201 && lost++ % 2 == 0)
            {
                throw new IOException("The answer is lost.");
            }
        });
        await using (var partial = await store.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(Source);
            foreach (var piece in StoreBytes.Pieces)
            {
                await partial.AppendAsync(piece);
            }

            await partial.FlushAsync();
            await partial.CommitAsync();
        }

        Assert.True(lost > 6, $"{lost}");
        Assert.True(StoreBytes.IsLarge(await rig.Open().ReadBytesAsync("a")));
        Assert.Empty(await rig.OwnAsync());
    }

    [FactWithAzurite]
    public async Task Bytes_that_could_not_be_sent_are_sent_by_the_next_flush()
    {
        var fails = 0;
        BlobFileStore store = rig.Open(onRequest: message =>
        {
            if (message.Request.Uri.Query.Contains("appendblock", StringComparison.Ordinal) && fails++ == 0)
            {
                throw new RequestFailedException(503, "Busy.", "ServerBusy", innerException: null);
            }
        });
        await using var partial = await store.OpenPartialAsync("a");
        await partial.RestartAsync(Source);
        await partial.AppendAsync("abc"u8.ToArray());
        await Assert.ThrowsAnyAsync<IOException>(() => partial.FlushAsync());
        await partial.AppendAsync("def"u8.ToArray());
        await partial.CommitAsync();

        Assert.Equal("abcdef"u8.ToArray(), await store.ReadBytesAsync("a"));
    }

    [FactWithAzurite]
    public async Task Where_the_service_may_not_copy_the_bytes_pass_through_the_process()
    {
        var refused = 0;
        BlobFileStore store = rig.Open(onRequest: message =>
        {
            if (message.Request.Headers.Contains("x-ms-copy-source"))
            {
                refused++;
                throw new RequestFailedException(403, "The account is closed.", "CannotVerifyCopySource", innerException: null);
            }
        });
        await using (var partial = await store.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(Source);
            foreach (var piece in StoreBytes.Pieces)
            {
                await partial.AppendAsync(piece);
            }

            await partial.CommitAsync();
        }

        Assert.Equal(1, refused);
        Assert.True(StoreBytes.IsLarge(await rig.Open().ReadBytesAsync("a")));
    }

    [FactWithAzurite]
    public async Task A_process_that_dies_at_any_request_leaves_the_old_file_or_the_new_one_and_bytes_to_go_on_with()
    {
        for (var deathAt = 1; ; deathAt++)
        {
            var requests = 0;
            var isDead = false;
            string name = $"died-at-{deathAt}";
            await rig.Open().WriteBytesAsync(name, "old"u8.ToArray());
            BlobFileStore dying = rig.Open(onRequest: _ =>
            {
                isDead |= ++requests == deathAt;
                if (isDead)
                {
                    throw new InvalidOperationException("The process has died.");
                }
            });
            Exception? death = await Record.ExceptionAsync(() => FetchAsync(dying, name));

            byte[]? left = await rig.Open().ReadBytesAsync(name);
            Assert.True(StoreBytes.IsLarge(left) || left!.SequenceEqual("old"u8.ToArray()), $"{left?.Length} bytes after a death at request {deathAt}");
            Assert.True(death is not null || StoreBytes.IsLarge(left));
            await FetchAsync(rig.Open(), name);
            Assert.True(StoreBytes.IsLarge(await rig.Open().ReadBytesAsync(name)), $"after a death at request {deathAt}");
            Assert.Empty(await rig.OwnAsync());
            if (!isDead)
            {
                Assert.True(deathAt > 8, $"{deathAt}");
                return;
            }
        }
    }

    [FactWithAzurite]
    public async Task Two_who_write_one_name_at_once_leave_one_of_the_two_whole()
    {
        BlobFileStore one = rig.Open();
        BlobFileStore other = rig.Open();
        for (var round = 0; round < 10; round++)
        {
            await Task.WhenAll(one.WriteBytesAsync("a", "from one"u8.ToArray()), other.WriteBytesAsync("a", "from the other"u8.ToArray()));

            Assert.Contains(System.Text.Encoding.UTF8.GetString((await one.ReadBytesAsync("a"))!), new[] { "from one", "from the other" });
        }
    }

    [FactWithAzurite]
    public async Task A_source_that_metadata_cannot_hold_is_not_gone_on_with()
    {
        var source = Source with { ETag = $"\"{new string('e', 8_000)}\"" };
        await using (var partial = await rig.Open().OpenPartialAsync("a"))
        {
            await partial.RestartAsync(source);
            await partial.AppendAsync("abc"u8.ToArray());
            await partial.FlushAsync();
            Assert.Equal(source, partial.Source);
        }

        await using var again = await rig.Open().OpenPartialAsync("a");
        Assert.Equal((0L, null), (again.Length, again.Source));
        await again.RestartAsync(Source);
        Assert.Equal(0, again.Length);
    }

    [FactWithAzurite]
    public async Task A_service_that_fails_is_an_unavailable_store_and_names_no_account()
    {
        BlobFileStore store = rig.Open(onRequest: message => throw new RequestFailedException(503, $"No answer from {message.Request.Uri}.", "ServerBusy", innerException: null));

        Func<Task>[] calls =
        [
            () => store.FindAsync("a"), () => store.OpenReadAsync("a"), () => store.WriteBytesAsync("a", "1"u8.ToArray()), () => store.OpenPartialAsync("a"), () => store.DeleteAsync("a"),
            async () => await store.ListAsync().GetAsyncEnumerator().MoveNextAsync(),
        ];
        foreach (var call in calls)
        {
            var fault = await Assert.ThrowsAsync<FileStoreUnavailableException>(call);
            Assert.DoesNotContain("127.0.0.1", fault.Message, StringComparison.Ordinal);
        }
    }

    // As a transfer does: what is there already is gone on with.
    private static async Task FetchAsync(BlobFileStore store, string name)
    {
        await using var partial = await store.OpenPartialAsync(name);
        if (partial.Source != Source)
        {
            await partial.RestartAsync(Source);
        }

        for (var at = (int)partial.Length; at < StoreBytes.Large.Length; at += 3_000_000)
        {
            await partial.AppendAsync(StoreBytes.Large.AsMemory(at, Math.Min(3_000_000, StoreBytes.Large.Length - at)));
            await partial.FlushAsync();
        }

        await partial.CommitAsync();
    }
}
