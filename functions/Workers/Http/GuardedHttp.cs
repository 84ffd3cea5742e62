using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Work.Functions.Workers;

/// <summary>
/// The only way of built-in workers to other hosts. Addresses are checked when a connection is made, after the name was resolved and on the very
/// address that is then connected to, so a name that changes its mind gains nothing. One refused address refuses the name.
/// No proxy is used, since it would connect in our place, and no redirect is followed: each hop is the caller's own call, checked again.
/// </summary>
public sealed partial class GuardedHttp : IDisposable
{
    private readonly WorkHttpOptions options;
    private readonly ILogger<GuardedHttp> log;
    private readonly HttpClient client;

    /// <summary>Takes the options as they are now.</summary>
    public GuardedHttp(IOptions<WorkHttpOptions> options, ILogger<GuardedHttp> log)
    {
        this.options = options.Value;
        this.log = log;
        client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            ConnectTimeout = this.options.ConnectTimeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("Work.Functions");
    }

    /// <summary>
    /// Sends a request and returns once the head of the answer is here. The current activity's trace context goes along. The wait for the answer
    /// begins when the request is out: a file may take as long as its blocks keep moving.
    /// </summary>
    /// <exception cref="AddressRefusedException">The address may not be called.</exception>
    /// <exception cref="HttpRequestException">There was no connection, or no answer in time.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        CheckUrl(request.RequestUri!);

        // Real time, also where the host's clock is virtual: the other side knows nothing of it.
        using var answer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        answer.CancelAfter(options.AnswerTimeout);
        if (request.Content is StoredFileContent file)
        {
            file.BlockSent = () => answer.CancelAfter(options.AnswerTimeout);
        }

        try
        {
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, answer.Token);
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            throw new HttpRequestException($"No connection to {request.RequestUri!.Host}, or no answer from it, in time.", fault);
        }
        catch (HttpRequestException fault) when (RefusalIn(fault) is { } refusal)
        {
            LogRefused(refusal.Message);
            throw new AddressRefusedException(refusal.Message, fault);
        }
    }

    /// <summary>Reads the next bytes of an answer's body.</summary>
    /// <returns>How many; 0 at the end.</returns>
    /// <exception cref="HttpRequestException">The connection was cut, or silent for too long.</exception>
    public async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken stop)
    {
        using var idle = CancellationTokenSource.CreateLinkedTokenSource(stop);
        idle.CancelAfter(options.IdleTimeout);
        try
        {
            return await body.ReadAsync(buffer, idle.Token);
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            throw new HttpRequestException($"The answer's body was silent for {options.IdleTimeout}.", fault);
        }
        catch (IOException fault)
        {
            throw new HttpRequestException($"The answer was cut: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private void CheckUrl(Uri url)
    {
        var refusal =
            options.RequireHttps && url.Scheme != Uri.UriSchemeHttps ? "only https may be called"
            : options.AllowedPorts.Count > 0 && !options.AllowedPorts.Contains(url.Port)
                ? $"port {url.Port} is not among those that may be called"
            : options.AllowedHosts.Count > 0 && !options.AllowedHosts.Any(allowed => Matches(allowed, url.IdnHost))
                ? "the host is not among those that may be called"
            : null;
        if (refusal is not null)
        {
            var message = $"The address {url.GetLeftPart(UriPartial.Authority)} is refused: {refusal}.";
            LogRefused(message);
            throw new AddressRefusedException(message);
        }
    }

    private static bool Matches(string allowed, string host) => allowed.StartsWith("*.", StringComparison.Ordinal)
        ? host.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(host, allowed, StringComparison.OrdinalIgnoreCase);

    private static AddressRefusedException? RefusalIn(Exception? fault)
    {
        while (fault is not null and not AddressRefusedException)
        {
            fault = fault.InnerException;
        }

        return fault as AddressRefusedException;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellation);
        if (options.AllowPrivateNetworks is not true)
        {
            foreach (var address in addresses)
            {
                if (PublicAddresses.Refusal(address) is { } kind)
                {
                    throw new AddressRefusedException(
                        $"The address {address} of {host} is refused: it is not on the public internet ({kind}). "
                        + $"{WorkHttpOptions.Section}:{nameof(WorkHttpOptions.AllowPrivateNetworks)} allows such addresses.");
                }
            }
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(addresses, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Refusal}")]
    private partial void LogRefused(string refusal);
}
