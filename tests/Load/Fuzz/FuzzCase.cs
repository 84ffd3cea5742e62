using System.Text;

namespace Load.Fuzz;

/// <summary>One request, as it goes over the wire.</summary>
/// <param name="Route">What it is a request of, or nearly.</param>
/// <param name="Bytes">All of it.</param>
internal sealed record FuzzCase(string Route, byte[] Bytes)
{
    private const int MostShown = 600;

    /// <summary>Whether it asks for the head alone.</summary>
    public bool IsHead { get; init; }

    /// <summary>Whether it says all that it announced: else the answer may be no more than an end of the connection.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>Whether the connection can be used again after it.</summary>
    public bool KeepsConnection { get; init; } = true;

    /// <summary>Whether it can change what is stored, when it is taken.</summary>
    public bool MayChange { get; init; }

    /// <summary>The request for people, and the command that sends it once more.</summary>
    public string Replay(string file) => $"{Shown()}\n  again: dotnet run -c Release --project tests/Load -- replay {file}";

    private string Shown()
    {
        var text = new StringBuilder();
        foreach (byte one in Bytes.Take(MostShown))
        {
            _ = one is >= 0x20 and < 0x7f or (byte)'\n' ? text.Append((char)one) : one == '\r' ? text : text.Append($"\\x{one:x2}");
        }

        return Bytes.Length > MostShown ? $"{text}... ({Bytes.Length} bytes)" : text.ToString();
    }
}
