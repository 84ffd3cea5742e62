using System.IO.Compression;
using System.Text;

namespace Load.Fuzz;

/// <summary>Spoils a body below the level of JSON.</summary>
internal static class OddBytes
{
    private static readonly byte[][] Bad = [[0], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82], [0xef, 0xbb, 0xbf], [0x1b], "\r\n"u8.ToArray(), "\"\\"u8.ToArray()];

    /// <summary>The body with one thing wrong, perhaps.</summary>
    public static byte[] Spoil(byte[] body, Random chance)
    {
        int at = chance.Next(body.Length + 1);
        switch (chance.Next(9))
        {
            case 0:
                return [.. body[..at], .. Bad[chance.Next(Bad.Length)], .. body[at..]];
            case 1:
                return [0xef, 0xbb, 0xbf, .. body];
            case 2:
                return body[..at];
            case 3 when body.Length > 0:
                byte[] flipped = [.. body];
                flipped[Math.Min(at, body.Length - 1)] ^= (byte)(1 << chance.Next(8));
                return flipped;
            case 4:
                return [.. body, .. body];
            case 5:
                return chance.Next(2) == 0 ? Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(body)) : Encoding.UTF32.GetBytes(Encoding.UTF8.GetString(body));
            case 6:
                return [];
            case 7:
                byte[] random = new byte[chance.Next(300)];
                chance.NextBytes(random);
                return random;
            default:
                return [.. body, .. Enumerable.Repeat((byte)' ', chance.Next(20) == 0 ? 300_000 : 10)];
        }
    }

    /// <summary>The body compressed.</summary>
    public static byte[] Zip(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }

        return zipped.ToArray();
    }
}
