using System.Buffers.Binary;

namespace Work.Embedded.Storage;

/// <summary>
/// Looks at the write-ahead log before SQLite does. SQLite takes a log up to the first frame that does not check, and forgets the rest: right for the end
/// that a loss of power has torn, but a damaged frame in the midst would take acknowledged commits with it, unseen. A frame that does not check is damage when the log's
/// index (which outlives the process, and is only written after a flush) knows of it, or when more than one commit lies behind it: the flush
/// of the last one but one had ended before the last began.
/// </summary>
internal static class LogCheck
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;
    private const int IndexHeaderBytes = 48;
    private const uint Magic = 0x377f0682;
    private const uint BigEndianSums = 1;

    /// <summary>What is wrong with the log of a database that nobody has open; null when nothing is, or there is none.</summary>
    public static string? FaultOf(string database)
    {
        var path = database + "-wal";
        if (!File.Exists(path))
        {
            return null;
        }

        using var log = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16);
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (log.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || header.IndexOfAnyExcept((byte)0) < 0)
        {
            return null;
        }

        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        var sums = new Sums((magic & BigEndianSums) != 0);
        sums.Add(header[..24]);
        if ((magic & ~BigEndianSums) != Magic || !sums.Match(header[24..]))
        {
            return "the header of its write-ahead log does not check";
        }

        return FaultOf(log, database, header, sums);
    }

    private static string? FaultOf(FileStream log, string database, ReadOnlySpan<byte> header, Sums sums)
    {
        var salts = header[16..24];
        var frame = new byte[FrameHeaderBytes + (int)BinaryPrimitives.ReadUInt32BigEndian(header[8..])];
        long whole = 0;
        var commitsBehind = 0;
        var isWhole = true;
        while (log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            if (!frame.AsSpan(8, 8).SequenceEqual(salts))
            {
                // Left over from before the log began anew, unless this is where it is damaged.
                isWhole = false;
                continue;
            }

            sums.Add(frame.AsSpan(0, 8));
            sums.Add(frame.AsSpan(FrameHeaderBytes));
            isWhole = isWhole && sums.Match(frame.AsSpan(16, 8));
            whole += isWhole ? 1 : 0;
            commitsBehind += !isWhole && BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0 ? 1 : 0;
        }

        var known = KnownFrames(database, salts);
        return known > whole ? $"its write-ahead log has {whole} whole frames, and had {known}"
            : commitsBehind > 1 ? $"its write-ahead log is damaged behind frame {whole}"
            : null;
    }

    /// <summary>How many frames the log's index knows of; 0 when it says nothing of this log.</summary>
    private static long KnownFrames(string database, ReadOnlySpan<byte> salts)
    {
        var path = database + "-shm";
        if (!File.Exists(path))
        {
            return 0;
        }

        using var index = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Span<byte> both = stackalloc byte[2 * IndexHeaderBytes];
        if (index.ReadAtLeast(both, both.Length, throwOnEndOfStream: false) < both.Length || !both[..IndexHeaderBytes].SequenceEqual(both[IndexHeaderBytes..]))
        {
            return 0;
        }

        // The index is in the machine's own order.
        var sums = new Sums(!BitConverter.IsLittleEndian);
        sums.Add(both[..40]);
        return both[12] != 0 && sums.Match(both[40..48], BitConverter.IsLittleEndian) && both.Slice(32, 8).SequenceEqual(salts)
            ? BitConverter.ToUInt32(both[16..])
            : 0;
    }

    /// <summary>SQLite's running checksum: over words of the order that the log's magic names.</summary>
    private struct Sums(bool isBigEndian)
    {
        private uint first;
        private uint second;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            for (var at = 0; at < bytes.Length; at += 8)
            {
                first += Word(bytes[at..]) + second;
                second += Word(bytes[(at + 4)..]) + first;
            }
        }

        public readonly bool Match(ReadOnlySpan<byte> stored, bool isLittleEndian = false) => isLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(stored) == first && BinaryPrimitives.ReadUInt32LittleEndian(stored[4..]) == second
            : BinaryPrimitives.ReadUInt32BigEndian(stored) == first && BinaryPrimitives.ReadUInt32BigEndian(stored[4..]) == second;

        private readonly uint Word(ReadOnlySpan<byte> bytes) => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
