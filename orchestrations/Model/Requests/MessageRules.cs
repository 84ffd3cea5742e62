namespace Work.Model;

/// <summary>What holds for requests that come as messages of a queue.</summary>
public static class MessageRules
{
    /// <summary>The most bytes of a message, as the text that it is.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The most bytes of a message that a queue takes with its text in Base64 too.</summary>
    public const int MaxBytesInAnyEncoding = 48 * 1024;

    /// <summary>The request in a message: its text, or what its text is the Base64 of. A request is a JSON object, and no Base64 begins like one.</summary>
    public static ReadOnlyMemory<byte> BodyOf(ReadOnlyMemory<byte> text)
    {
        if (BeginsAnObject(text.Span))
        {
            return text;
        }

        Span<char> characters = new char[text.Length];
        byte[] decoded = new byte[text.Length];
        return System.Text.Ascii.ToUtf16(text.Span, characters, out int length) == System.Buffers.OperationStatus.Done
            && Convert.TryFromBase64Chars(characters[..length], decoded, out int written)
            && BeginsAnObject(decoded.AsSpan(0, written))
                ? decoded.AsMemory(0, written)
                : text;
    }

    /// <summary>Whether the same request may be taken at a later time: the refusal is the host's, and not the request's.</summary>
    public static bool MayPassLater(int status) => status is 408 or 425 or 429 or >= 500;

    /// <summary>
    /// Whether nobody knows any more if a message was taken at an earlier delivery: whoever takes one notes it for so long, and the message is older. Taking it could be taking it twice.
    /// </summary>
    public static bool IsForgotten(DateTimeOffset insertedAt, long deliveries, TimeSpan remembered, DateTimeOffset now) => deliveries > 1 && now - insertedAt >= remembered;

    private static bool BeginsAnObject(ReadOnlySpan<byte> text) => text.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
