using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Host;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Remote;

/// <summary>The addresses by which runs that go on elsewhere are ended.</summary>
public sealed class Callbacks(HostSecret secret, IEnumerable<IHostAddress> hosts, IOptions<WorkOptions> options)
{
    /// <summary>The address of a run; null when this host does not know its own address, and none is configured.</summary>
    public async Task<Uri?> AddressOfAsync(DurableTaskClient client, RunRequest run, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(run);
        if ((options.Value.PublicUrl ?? hosts.Select(host => host.Address).FirstOrDefault(address => address is not null)) is not { } root)
        {
            return null;
        }

        var token = new RemoteToken(IsLease: false, run.Instance, run.Index, run.Attempt, run.Period, TimeSpan.Zero);
        return new Uri($"{root.AbsoluteUri.TrimEnd('/')}/api/callbacks/{token.ToText(await secret.ReadAsync(client, cancellation))}");
    }
}
