using System.Text;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// What a ClientHello (RFC 8446 §4.1.2) says in clear about the origin: everybody on the way can read it, a proxy too.
/// </summary>
/// <param name="ServerName">The name of the server (SNI, RFC 6066 §3), or empty.</param>
/// <param name="Protocols">The application protocols that are offered (ALPN, RFC 7301 §3.1).</param>
internal sealed record ClientHello(string ServerName, IReadOnlyList<string> Protocols)
{
    private const int VersionAndRandom = 34;
    private const int ServerNameExtension = 0;
    private const int AlpnExtension = 16;
    private const int HostName = 0;

    /// <summary>Reads a ClientHello, without its header; null if it is not a valid one.</summary>
    public static ClientHello? Parse(ReadOnlySpan<byte> message)
    {
        // 1. Version, random, session id, cipher suites and compression methods.
        var reader = new TlsReader(message);
        if (!reader.TryTake(VersionAndRandom, out _)
            || !reader.TryVector(1, out _) || !reader.TryVector(2, out _) || !reader.TryVector(1, out _))
        {
            return null;
        }

        // 2. The extensions, which an old client may leave out.
        if (reader.IsAtEnd)
            return new("", []);
        return reader.TryVector(2, out var extensions) && reader.IsAtEnd
            && TlsHandshake.TryExtension(extensions, ServerNameExtension, out var names) && NameIn(names) is { } name
            && TlsHandshake.TryExtension(extensions, AlpnExtension, out var offers) && ProtocolsIn(offers) is { } protocols
                ? new(name, protocols)
                : null;
    }

    private static string? NameIn(ReadOnlySpan<byte> extension)
    {
        if (extension.IsEmpty)
            return "";
        var reader = new TlsReader(extension);
        return reader.TryVector(2, out var list) && reader.IsAtEnd
            && new TlsReader(list) is var names && names.TryNumber(1, out var type) && names.TryVector(2, out var name)
            && names.IsAtEnd && type == HostName
                ? Encoding.Latin1.GetString(name)
                : null;
    }

    private static List<string>? ProtocolsIn(ReadOnlySpan<byte> extension)
    {
        var protocols = new List<string>();
        if (extension.IsEmpty)
            return protocols;
        var reader = new TlsReader(extension);
        if (!reader.TryVector(2, out var list) || !reader.IsAtEnd)
            return null;
        var offers = new TlsReader(list);
        while (!offers.IsAtEnd)
        {
            if (!offers.TryVector(1, out var protocol))
                return null;
            protocols.Add(Encoding.Latin1.GetString(protocol));
        }

        return protocols;
    }
}
