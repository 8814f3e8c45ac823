using System.Text;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>The words for the message with which one direction of TLS begins, and which is in clear.</summary>
internal static class HelloWords
{
    private const int ClientHelloType = 1;
    private const int ServerHelloType = 2;
    private const int MostProtocols = 6;

    /// <summary>A ClientHello of which nothing more is known.</summary>
    public static Remark Client { get; } = new("ClientHello", "RFC 8446 §4.1.2", "ClientHello");

    /// <summary>A ServerHello of which nothing more is known.</summary>
    public static Remark Server { get; } = new("ServerHello", "RFC 8446 §4.1.3", "ServerHello");

    /// <summary>What the message says; null while it is not complete, or if it is another one.</summary>
    /// <param name="records">The bytes of the direction from its beginning.</param>
    public static Remark? Of(ReadOnlySpan<byte> records)
    {
        if (!TlsHandshake.TryFirst(records, out var type, out var message))
            return null;
        return type switch
        {
            ClientHelloType when ClientHello.Parse(message) is { } hello => Of(hello),
            ServerHelloType when ServerHello.Parse(message) is { } hello => Of(hello),
            _ => null,
        };
    }

    private static Remark Of(ClientHello hello)
    {
        List<Remark> said = [];
        var name = Shown(hello.ServerName);
        if (name.Length > 0)
            said.Add(new($"the server's name (SNI), \"{name}\"", "RFC 6066 §3", $"SNI {name}"));
        if (hello.Protocols.Count > 0)
        {
            var protocols = hello.Protocols.Take(MostProtocols).Select(Shown).ToList();
            said.Add(new(
                $"the protocols it offers (ALPN), \"{string.Join("\", \"", protocols)}\"", "RFC 7301 §3.1",
                $"ALPN {string.Join(' ', protocols)}"));
        }

        return said.Count == 0
            ? Client with { Text = "ClientHello, which names neither server nor protocols" }
            : new(
                $"ClientHello. In clear, for a proxy to see: {string.Join("; ", said.Select(one => one.Text))}",
                Remark.Clauses(said.Select(one => one.Clause).Prepend(Client.Clause)),
                string.Join(", ", said.Select(one => one.Label).Prepend(Client.Label)));
    }

    private static Remark Of(ServerHello hello) => hello switch
    {
        { IsRetry: true } => new("HelloRetryRequest", "RFC 8446 §4.1.4", "HelloRetryRequest"),
        { IsTls13: true } => new(
            "ServerHello (TLS 1.3: all that follows is encrypted, the certificate too)", "RFC 8446 §4.1.3, §4.4.2",
            Server.Label),
        _ => new(
            "ServerHello (TLS 1.2: a certificate that follows is in clear)", "RFC 8446 §4.1.3, RFC 5246 §7.4.2", Server.Label),
    };

    private static string Shown(string name) => VisibleBytes.Escape(Encoding.Latin1.GetBytes(VisibleText.Cut(name, 255)));
}
