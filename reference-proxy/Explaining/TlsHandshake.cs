namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// The handshake message with which one direction of TLS begins (RFC 8446 §4). It may be split across several records (§5.1).
/// </summary>
internal static class TlsHandshake
{
    /// <summary>How long the records of a first message may be together; a ClientHello has 2,000 bytes at most in practice.</summary>
    public const int Most = 8 * 1024;

    private const int Record = 0x16;
    private const int LongestRecord = 1 << 14;
    private const int HeaderSize = 4;

    /// <summary>Reads the message, without its header.</summary>
    /// <param name="records">The bytes of the direction from its beginning, as far as they have come.</param>
    /// <param name="type">What the message is: 1 for a ClientHello, 2 for a ServerHello.</param>
    /// <param name="message">The message.</param>
    /// <returns>False if it is not complete, or if these are not handshake records.</returns>
    public static bool TryFirst(ReadOnlySpan<byte> records, out int type, out byte[] message)
    {
        (type, message) = (0, []);
        var joined = new List<byte>();
        while (records is [Record, 0x03, _, var high, var low, .. var rest])
        {
            // 1. What there is of the next record.
            var length = (high << 8) | low;
            if (length is 0 or > LongestRecord)
                return false;
            joined.AddRange(rest[..Math.Min(length, rest.Length)]);

            // 2. The message, if that was the end of it.
            if (joined.Count >= HeaderSize)
            {
                var size = (joined[1] << 16) | (joined[2] << 8) | joined[3];
                if (joined.Count >= HeaderSize + size)
                {
                    (type, message) = (joined[0], [.. joined.Skip(HeaderSize).Take(size)]);
                    return true;
                }
            }

            records = rest.Length < length ? default : rest[length..];
        }

        return false;
    }

    /// <summary>Reads one extension of a ClientHello or ServerHello (RFC 8446 §4.2).</summary>
    /// <param name="extensions">All extensions, one after the other.</param>
    /// <param name="wanted">The type of extension.</param>
    /// <param name="data">The data of the extension, or nothing if it is not there.</param>
    /// <returns>False if the extensions are not valid.</returns>
    public static bool TryExtension(ReadOnlySpan<byte> extensions, int wanted, out ReadOnlySpan<byte> data)
    {
        data = default;
        var reader = new TlsReader(extensions);
        while (!reader.IsAtEnd)
        {
            if (!reader.TryNumber(2, out var type) || !reader.TryVector(2, out var content))
                return false;
            if (type == wanted)
                data = content;
        }

        return true;
    }
}
