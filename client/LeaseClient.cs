using System.Text.Json;
using Work.Model;

namespace Work.Client;

/// <summary>Leases over HTTP.</summary>
internal sealed class LeaseClient(WorkCalls calls) : IWorkLeases
{
    private static readonly TimeSpan DefaultLease = TimeSpan.FromMinutes(1);

    // A try whose answer was lost may have leased works that nobody holds: they go back by themselves.
    public async Task<IReadOnlyList<LeaseInfo>> LeaseAsync(
        IReadOnlyList<string> workers, int max = 1, TimeSpan? leaseFor = null, CancellationToken cancellation = default) =>
        (await PostAsync<LeaseRequest, LeaseListAnswer>("leases", new LeaseRequest(workers, max, leaseFor ?? DefaultLease), cancellation)).Leases;

    public async Task<DateTimeOffset> HeartbeatAsync(string leaseToken, object? progress = null, TimeSpan? extendFor = null, CancellationToken cancellation = default) =>
        (await PostAsync<HeartbeatRequest, HeartbeatAnswer>(PathOf(leaseToken, "heartbeat"), new HeartbeatRequest(LeaseResult.Json(progress), extendFor), cancellation)).LeaseUntil;

    public Task CompleteAsync(string leaseToken, LeaseResult result, CancellationToken cancellation = default) =>
        PostAsync<ResultRequest, EndAnswer>(PathOf(leaseToken, "complete"), result.Request, cancellation);

    private static string PathOf(string leaseToken, string call) => $"leases/{Uri.EscapeDataString(leaseToken)}/{call}";

    private Task<TAnswer> PostAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellation)
        where TAnswer : class =>
        calls.PostAsync<TAnswer>(path, JsonSerializer.SerializeToUtf8Bytes(body, WorkJson.Options), key: null, cancellation);

    private sealed record LeaseListAnswer(IReadOnlyList<LeaseInfo> Leases);

    private sealed record HeartbeatAnswer(DateTimeOffset LeaseUntil);

    private sealed record EndAnswer(bool Accepted);
}
