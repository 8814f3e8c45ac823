using System.Net.Security;

namespace ConformanceKit.Mutants;

/// <summary>What is broken in the TLS that a mutant speaks with its clients; by default nothing.</summary>
public sealed record TlsFlaw
{
    /// <summary>Changes the options of the handshake.</summary>
    public Action<SslServerAuthenticationOptions> Handshake { get; init; } = static _ => { };

    /// <summary>Whether the closure alert precedes FIN (RFC 9112 §9.8).</summary>
    public bool SendsAlert { get; init; } = true;

    /// <summary>Whether a connection that is aborted ends as if it were complete: with the closure alert.</summary>
    public bool AlertsOnReset { get; init; }

    /// <summary>Whether a client that does not begin with TLS is served all the same.</summary>
    public bool ServesCleartext { get; init; }

    /// <summary>How long a client may take for the handshake.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
