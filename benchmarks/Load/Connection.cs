using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Work.Benchmarks.Load;

/// <summary>What came back; the body is there until the next request on the connection.</summary>
internal readonly record struct Answer(int Status, ReadOnlyMemory<byte> Body);

/// <summary>
/// One keep-alive HTTP/1.1 connection that sends requests made beforehand. It parses the status and the length and nothing else: client and app share the
/// processors, so what the client costs the app does not have.
/// </summary>
internal sealed class Connection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[64 * 1024];

    private Connection()
    {
    }

    /// <summary>Connects.</summary>
    public static async Task<Connection> OpenAsync(IPEndPoint server)
    {
        var connection = new Connection();
        await connection.socket.ConnectAsync(server);
        return connection;
    }

    /// <summary>Several connections.</summary>
    public static async Task<Connection[]> OpenAsync(IPEndPoint server, int count)
    {
        var connections = new Connection[count];
        for (int i = 0; i < count; i++)
        {
            connections[i] = await OpenAsync(server);
        }

        return connections;
    }

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="IOException">The server closed the connection, or answers without a length.</exception>
    public async ValueTask<Answer> SendAsync(ReadOnlyMemory<byte> request)
    {
        while (request.Length > 0)
        {
            int sent = await socket.SendAsync(request, SocketFlags.None);
            request = request[sent..];
        }

        int filled = 0;
        int head;
        do
        {
            filled += await ReceiveAsync(filled);
            head = buffer.AsSpan(0, filled).IndexOf("\r\n\r\n"u8);
        }
        while (head < 0);

        int begin = head + 4;
        int end = begin + LengthOf(buffer.AsSpan(0, begin));
        if (end > buffer.Length)
        {
            Array.Resize(ref buffer, end);
        }

        while (filled < end)
        {
            filled += await ReceiveAsync(filled);
        }

        return new Answer(StatusOf(buffer), buffer.AsMemory(begin, end - begin));
    }

    /// <summary>Sends a request and throws when the answer has another status.</summary>
    public async ValueTask<Answer> SendAsync(ReadOnlyMemory<byte> request, int status)
    {
        Answer answer = await SendAsync(request);
        return answer.Status == status
            ? answer
            : throw new InvalidOperationException($"The app answered {answer.Status}: {System.Text.Encoding.UTF8.GetString(answer.Body.Span)}");
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private async ValueTask<int> ReceiveAsync(int filled)
    {
        if (filled == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        int received = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None);
        return received > 0 ? received : throw new IOException("The server closed the connection.");
    }

    private static int StatusOf(ReadOnlySpan<byte> answer) =>
        Utf8Parser.TryParse(answer["HTTP/1.1 ".Length..], out int status, out _) ? status : throw new IOException("The answer has no status.");

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        int at = head.IndexOf("\r\nContent-Length: "u8);
        return at < 0 ? throw new IOException("The answer says no length.")
            : Utf8Parser.TryParse(head[(at + "\r\nContent-Length: ".Length)..], out int length, out _) ? length
            : throw new IOException("The answer's length is no number.");
    }
}
