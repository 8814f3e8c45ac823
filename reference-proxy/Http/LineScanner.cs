using System.Buffers;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// Finds the end of a line. A line ends with CRLF; RFC 9112 §2.2 lets a recipient accept LF alone, but this one does not: two
/// recipients that disagree about line ends can be used to smuggle requests. Garbage (a TLS or SOCKS handshake) is recognised at
/// its first control character, without waiting for a line.
/// </summary>
internal struct LineScanner
{
    // Every control character but HTAB, which is legal inside a field value (RFC 9110 §5.5).
    private static readonly SearchValues<byte> s_controls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Where(c => c != '\t').Append(0x7F).Select(c => (byte)c)]);

    // How much of an incomplete line has been scanned: even a long line that trickles in is scanned only once.
    private int _seen;

    /// <summary>True if there is a complete line: <paramref name="length"/> bytes, then CRLF.</summary>
    /// <param name="bytes">Everything received since the start of the line: the bytes of the last call, and more.</param>
    /// <param name="length">The length of the line without CRLF, or of what there is of it so far.</param>
    /// <param name="rejected">Why this can never become a line, or null.</param>
    public bool TryFind(ReadOnlySpan<byte> bytes, out int length, out RejectionReason? rejected)
    {
        rejected = null;
        var control = bytes[_seen..].IndexOfAny(s_controls);
        length = control < 0 ? bytes.Length : _seen + control;
        _seen = length;
        if (length == bytes.Length)
            return false;

        if (bytes[length] == '\r')
        {
            if (length + 1 == bytes.Length)
                return false;
            if (bytes[length + 1] == '\n')
            {
                _seen = 0;
                return true;
            }

            rejected = RejectionReason.BareCarriageReturn;
            return false;
        }

        rejected = bytes[length] == '\n' ? RejectionReason.BareLineFeed : RejectionReason.ControlCharacter;
        return false;
    }
}
