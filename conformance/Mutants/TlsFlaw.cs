using System.Net.Security;

namespace ConformanceKit.Mutants;

/// <summary>What is broken in the TLS that a mutant speaks with its clients; by default nothing.</summary>
public sealed record TlsFlaw
{
    /// <summary>Answers a ClientHello in place of TLS; null lets it pass.</summary>
    public Func<byte[], byte[]?> Hello { get; init; } = static _ => null;

    /// <summary>Changes the options of the handshake.</summary>
    public Action<SslServerAuthenticationOptions> Handshake { get; init; } = static _ => { };

    /// <summary>Whether only one client at a time is in its handshake.</summary>
    public bool OneAtATime { get; init; }

    /// <summary>What is sent inside TLS before anything else, for the protocol that ALPN selected, or empty; null closes.</summary>
    public Func<string, byte[]?> Greeting { get; init; } = static _ => [];

    /// <summary>Changes what each of the client's records carries.</summary>
    public Func<byte[], byte[]> Record { get; init; } = static bytes => bytes;

    /// <summary>Whether the closure alert precedes FIN (RFC 9112 §9.8).</summary>
    public bool SendsAlert { get; init; } = true;

    /// <summary>Whether a connection that is aborted ends as if it were complete: with the closure alert.</summary>
    public bool AlertsOnReset { get; init; }

    /// <summary>Whether FIN without a closure alert is taken for an orderly end.</summary>
    public bool TrustsFin { get; init; }

    /// <summary>Whether a client that does not begin with TLS is served all the same.</summary>
    public bool ServesCleartext { get; init; }
}
