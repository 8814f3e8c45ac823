using System.Text;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary><c>status-line = HTTP-version SP status-code SP [ reason-phrase ]</c> (RFC 9112 §4).</summary>
internal sealed record StatusLine(HttpVersion Version, int Status, string Reason)
{
    /// <summary>Whether this is an interim response, after which another head follows (RFC 9110 §15.2).</summary>
    public bool IsInterim => Status < 200;

    /// <summary>
    /// Reads one line, without CRLF. The space before an absent reason phrase may be missing, as many origins leave it out. A
    /// code outside 100 to 599 is not valid (RFC 9110 §15).
    /// </summary>
    public static Parsed<StatusLine> Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length < 12 || line[8] != ' ' || !HttpVersion.TryParse(line[..8], out var version) || version.Major != 1)
            return RejectionReason.InvalidResponse;

        var code = line.Slice(9, 3);
        if (code.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || code[0] is < (byte)'1' or > (byte)'5'
            || (line.Length > 12 && line[12] != ' '))
        {
            return RejectionReason.InvalidResponse;
        }

        var status = ((code[0] - '0') * 100) + ((code[1] - '0') * 10) + (code[2] - '0');
        return new StatusLine(version, status, line.Length > 13 ? Encoding.Latin1.GetString(line[13..]) : "");
    }

    /// <inheritdoc/>
    public override string ToString() => $"HTTP/{Version} {Status} {Reason}";
}
