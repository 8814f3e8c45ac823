using System.Buffers;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary><c>request-line = method SP request-target SP HTTP-version</c> (RFC 9112 §3).</summary>
internal sealed record RequestLine(string Method, string Target, HttpVersion Version)
{
    // The characters of a URI: unreserved, reserved and "%" (RFC 3986 §2). Browsers send others too, such as "|", which are not
    // repaired (RFC 9112 §3.2).
    private const string Uri =
        "-._~:/?#[]@!$&'()*+,;=%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<byte> s_uri = SearchValues.Create(Encoding.ASCII.GetBytes(Uri));
    private static readonly SearchValues<char> s_uriText = SearchValues.Create(Uri);

    /// <summary>
    /// Reads one request line, without its CRLF. It has exactly two spaces, so a space in the target is rejected.
    /// </summary>
    public static Parsed<RequestLine> Parse(ReadOnlySpan<byte> line)
    {
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first < 0 || first == last)
            return RejectionReason.InvalidRequestLine;

        var method = line[..first];
        var target = line[(first + 1)..last];
        if (!Token.IsToken(method) || !HttpVersion.TryParse(line[(last + 1)..], out var version))
            return RejectionReason.InvalidRequestLine;
        if (version.Major != 1)
            return RejectionReason.UnsupportedVersion;
        if (target.IsEmpty || target.IndexOfAnyExcept(s_uri) >= 0)
            return RejectionReason.InvalidTarget;

        return new RequestLine(KnownText.Of(method), Encoding.ASCII.GetString(target), version);
    }

    /// <summary>Whether the text has only characters that a target can have.</summary>
    public static bool IsTarget(ReadOnlySpan<char> text) => !text.ContainsAnyExcept(s_uriText);

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Target} HTTP/{Version}";
}
