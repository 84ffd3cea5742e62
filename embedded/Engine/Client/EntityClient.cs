using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Client;

/// <summary>Entities as clients see them. A signal is acknowledged when the batch that ran it is on disk; one for later, when it is stored.</summary>
internal sealed class EntityClient(EngineCore core) : DurableEntityClient("embedded")
{
    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(operationName);
        var serialized = input is null ? null : core.Converter.Serialize(input);
        if (options?.SignalTime?.UtcTicks is { } dueAt && dueAt > core.Now)
        {
            return StoreForLaterAsync(id, new OperationMessage { Operation = operationName, Input = serialized }, dueAt);
        }

        var message = new OperationMessage { Operation = operationName, Input = serialized, Ack = Requests.NewAck() };
        return Requests.SendAsync(core, id.ToString(), message, cancellation);
    }

    public override Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var record = EntityList.Find(core.Store.Reads, id.ToString());
        return Task.FromResult(record is null ? null : Untyped(record, includeState));
    }

    public override Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var record = EntityList.Find(core.Store.Reads, id.ToString());
        return Task.FromResult(record is null ? null : Typed<T>(record, includeState));
    }

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => Pages(filter, Untyped);

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) => Pages(filter, Typed<T>);

    /// <summary>Nothing is left over here to clean: an entity without state has no row.</summary>
    public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default) =>
        Task.FromResult(new CleanEntityStorageResult());

    private async Task StoreForLaterAsync(EntityInstanceId id, OperationMessage message, long dueAt)
    {
        core.EnsureOpen();
        message.Number = core.Store.NextMessage();
        var stored = new StoredMessage(message.Number, id.ToString(), dueAt, MessageCodec.Write(message));
        await core.Store.WriteAsync(writer =>
        {
            writer.Messages.Insert(stored);
            return true;
        });
        core.Wakes.Deliver(stored.Target, message, dueAt);
    }

    private AsyncPageable<T> Pages<T>(EntityQuery? filter, Func<EntityRecord, bool, T> make) where T : notnull
    {
        var query = filter ?? new EntityQuery();
        return Pageable.Create<T>((continuation, pageSize, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var size = pageSize ?? query.PageSize ?? EntityQuery.DefaultPageSize;
            var rows = EntityList.Page(
                core.Store.Reads, Prefix(query.InstanceIdStartsWith), continuation ?? query.ContinuationToken ?? "",
                query.LastModifiedFrom?.UtcTicks ?? 0, query.LastModifiedTo?.UtcTicks ?? long.MaxValue, size);
            var page = rows.ConvertAll(row => make(row, query.IncludeState));
            return Task.FromResult(new Page<T>(page, rows.Count < size ? null : rows[^1].Id));
        });
    }

    private static string Prefix(string? prefix) => string.IsNullOrEmpty(prefix) ? "@" : prefix[0] == '@' ? prefix : "@" + prefix;

    private EntityMetadata Untyped(EntityRecord record, bool includeState) =>
        new(EntityInstanceId.FromString(record.Id), includeState && record.State is { } state ? new SerializedData(state, core.Converter) : null)
        {
            LastModifiedTime = new DateTimeOffset(record.ModifiedAt, TimeSpan.Zero),
        };

    private EntityMetadata<T> Typed<T>(EntityRecord record, bool includeState)
    {
        var id = EntityInstanceId.FromString(record.Id);
        var modified = new DateTimeOffset(record.ModifiedAt, TimeSpan.Zero);
        return includeState
            ? new EntityMetadata<T>(id, core.Converter.Deserialize<T>(record.State)) { LastModifiedTime = modified }
            : new EntityMetadata<T>(id) { LastModifiedTime = modified };
    }
}
