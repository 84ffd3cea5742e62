using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Load.Wire;

/// <summary>One TCP connection, on which any bytes can be said: what no proper client would let through.</summary>
internal sealed class RawConnection : IDisposable
{
    private const int MostHeadBytes = 1024 * 1024;
    private readonly Socket socket;
    private readonly byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    private RawConnection(Socket socket) => this.socket = socket;

    public Socket Socket => socket;

    /// <summary>Connects.</summary>
    public static Task<RawConnection> OpenAsync(Uri address, CancellationToken cancellation = default) => OpenAsync(address, receiveBuffer: null, cancellation);

    /// <summary>Connects, with a buffer of its own size for what the host sends.</summary>
    public static async Task<RawConnection> OpenAsync(Uri address, int? receiveBuffer, CancellationToken cancellation = default)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }

        try
        {
            await socket.ConnectAsync(address.Host, address.Port, cancellation);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, cancellation)..];
        }
    }

    public Task SendAsync(string text, CancellationToken cancellation = default) => SendAsync(Encoding.Latin1.GetBytes(text), cancellation);

    /// <summary>Says that nothing more will be sent.</summary>
    public void EndSending()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other side has closed it.
        }
    }

    /// <summary>Cuts it, so that the other side gets a reset.</summary>
    public void Cut()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    /// <summary>The next answer; null when the connection ended before one had begun.</summary>
    /// <exception cref="EndOfStreamException">It ended in the middle of one.</exception>
    public async Task<RawAnswer?> ReadAsync(bool isHead = false, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (await LineAsync(isFirst: true, cancellation) is not { } line)
            {
                return null;
            }

            int status = int.Parse(line.AsSpan(line.IndexOf(' ', StringComparison.Ordinal) + 1, 3), CultureInfo.InvariantCulture);
            List<KeyValuePair<string, string>> headers = await HeadersAsync(cancellation);
            var answer = new RawAnswer(status, headers, [], IsStream: false);
            if (status is 100 or 102 or 103)
            {
                continue;
            }

            return answer.Header("Content-Type") == "text/event-stream" ? answer with { IsStream = true }
                : isHead || status is 204 or 304 ? answer
                : answer with { Body = await BodyAsync(answer, cancellation) };
        }
    }

    /// <summary>Whatever comes next; zero at the end.</summary>
    public async Task<int> ReadSomeAsync(Memory<byte> into, CancellationToken cancellation = default)
    {
        if (start == end && !await FillAsync(cancellation))
        {
            return 0;
        }

        int taken = Math.Min(into.Length, end - start);
        buffer.AsMemory(start, taken).CopyTo(into);
        start += taken;
        return taken;
    }

    public void Dispose() => socket.Dispose();

    private async Task<List<KeyValuePair<string, string>>> HeadersAsync(CancellationToken cancellation)
    {
        var headers = new List<KeyValuePair<string, string>>();
        while (await LineAsync(isFirst: false, cancellation) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(new(line[..colon], line[(colon + 1)..].Trim()));
        }

        return headers;
    }

    private async Task<byte[]> BodyAsync(RawAnswer head, CancellationToken cancellation)
    {
        if (head.Header("Transfer-Encoding") is not null)
        {
            return await ChunksAsync(cancellation);
        }

        using var body = new MemoryStream();
        if (head.Header("Content-Length") is { } length)
        {
            await CopyAsync(body, long.Parse(length, CultureInfo.InvariantCulture), cancellation);
        }
        else if (head.ClosesConnection)
        {
            byte[] some = new byte[4096];
            for (int read; (read = await ReadSomeAsync(some, cancellation)) > 0;)
            {
                body.Write(some, 0, read);
            }
        }

        return body.ToArray();
    }

    private async Task<byte[]> ChunksAsync(CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        while (true)
        {
            string line = await LineAsync(isFirst: false, cancellation) ?? throw new EndOfStreamException();
            long length = long.Parse(line, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            await CopyAsync(body, length, cancellation);
            await LineAsync(isFirst: false, cancellation);
            if (length == 0)
            {
                return body.ToArray();
            }
        }
    }

    private async Task CopyAsync(MemoryStream into, long length, CancellationToken cancellation)
    {
        while (length > 0)
        {
            if (start == end && !await FillAsync(cancellation))
            {
                throw new EndOfStreamException();
            }

            int taken = (int)Math.Min(length, end - start);
            into.Write(buffer, start, taken);
            start += taken;
            length -= taken;
        }
    }

    private async Task<string?> LineAsync(bool isFirst, CancellationToken cancellation)
    {
        var line = new StringBuilder();
        while (line.Length < MostHeadBytes)
        {
            if (start == end && !await FillAsync(cancellation))
            {
                return isFirst && line.Length == 0 ? null : throw new EndOfStreamException();
            }

            char next = (char)buffer[start++];
            if (next == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            line.Append(next);
        }

        throw new InvalidDataException("The head of the answer has no end.");
    }

    private async Task<bool> FillAsync(CancellationToken cancellation)
    {
        start = 0;
        end = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellation);
        return end > 0;
    }
}
