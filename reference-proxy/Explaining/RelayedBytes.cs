using System.Text;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Recognises by its first bytes what one direction of a tunnel carries. The proxy does not look at them; an observer may.
/// </summary>
internal sealed class RelayedBytes
{
    private TlsRecords? _tls;
    private bool _begun;

    /// <summary>Whether it carries TLS.</summary>
    public bool IsTls => _tls is not null;

    /// <summary>Explains the next bytes.</summary>
    /// <param name="bytes">The bytes that were kept.</param>
    /// <param name="length">How many were sent.</param>
    /// <param name="where">What the sentence says after their number, or empty.</param>
    public Remark Read(ReadOnlySpan<byte> bytes, long length, string where)
    {
        var count = ReplyWords.Count(length);
        if (!_begun && TlsRecords.Begin(bytes))
            _tls = new TlsRecords();
        var what = _tls?.Read(bytes, length) ?? (_begun ? null : Greeting(Encoding.Latin1.GetString(bytes)));
        _begun = true;
        return what is null
            ? new(count + where, "", count)
            : new($"{count}{where}: {what.Text}", what.Clause, $"{count}: {what.Label}");
    }

    private static Remark? Greeting(string text)
    {
        bool Has(string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
        bool Begins(string word) => text.StartsWith(word, StringComparison.Ordinal);
        var line = text.Split('\n')[0].TrimEnd('\r');

        if (Begins("SSH-"))
            return new("the version line of SSH", "RFC 4253 §4.2", "SSH");
        if (Begins("220") && Has("SMTP"))
            return new("the greeting of an SMTP server", "RFC 5321 §3.1", "SMTP greeting");
        if (Begins("220") && Has("FTP"))
            return new("the greeting of an FTP server", "RFC 959 §5.4", "FTP greeting");
        if (Begins("PRI * HTTP/2.0"))
            return new("the connection preface of HTTP/2", "RFC 9113 §3.4", "HTTP/2");
        if (Begins("HTTP/1.1 101") && Has("websocket"))
            return new("the server's half of the WebSocket handshake", "RFC 6455 §4.2.2", "WebSocket handshake");
        if (Begins("HTTP/1."))
            return new("an HTTP response for the client", "RFC 9112 §4", "HTTP response");
        if (!line.EndsWith(" HTTP/1.1", StringComparison.Ordinal) && !line.EndsWith(" HTTP/1.0", StringComparison.Ordinal))
            return null;
        return Has("Upgrade: websocket")
            ? new("the client's half of the WebSocket handshake", "RFC 6455 §4.1", "WebSocket handshake")
            : new("an HTTP request for the origin", "RFC 9112 §3", "HTTP request");
    }
}
