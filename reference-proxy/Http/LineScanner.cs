using System.Buffers;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// Finds the end of a line. A line ends with CRLF; RFC 9112 §2.2 lets a recipient accept LF alone, this one does not,
/// because two recipients that disagree on line ends are how requests are smuggled.
/// Garbage (a TLS or SOCKS handshake) is recognised at its first control character, without waiting for a line.
/// </summary>
internal static class LineScanner
{
    // Every control character but HTAB, which is legal inside a field value (RFC 9110 §5.5).
    private static readonly SearchValues<byte> s_controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Append(0x7F).Select(c => (byte)c)]);

    /// <summary>True when a complete line is there: <paramref name="length"/> octets, then CRLF.</summary>
    /// <param name="bytes">What has been received from the start of the line on.</param>
    /// <param name="length">The length of the line without CRLF, or what there is of it so far.</param>
    /// <param name="rejected">Why this can never become a line, or null.</param>
    public static bool TryFind(ReadOnlySpan<byte> bytes, out int length, out RejectionReason? rejected)
    {
        rejected = null;
        length = bytes.IndexOfAny(s_controls);
        if (length < 0)
        {
            length = bytes.Length;
            return false;
        }

        if (bytes[length] == '\r')
        {
            if (length + 1 == bytes.Length)
                return false;
            if (bytes[length + 1] == '\n')
                return true;
            rejected = RejectionReason.BareCarriageReturn;
            return false;
        }

        rejected = bytes[length] == '\n' ? RejectionReason.BareLineFeed : RejectionReason.ControlCharacter;
        return false;
    }
}
