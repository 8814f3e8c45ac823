namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>The protocol that a connection carries.</summary>
internal enum Speech
{
    /// <summary>Not known yet.</summary>
    Unknown,

    /// <summary>HTTP messages.</summary>
    Messages,

    /// <summary>The messages of SOCKS5.</summary>
    Socks,

    /// <summary>A tunnel's bytes.</summary>
    Tunnel,

    /// <summary>TLS with the proxy itself.</summary>
    TlsWithProxy,

    /// <summary>What client and origin say to each other inside TLS in a tunnel.</summary>
    InsideTls,

    /// <summary>The protocol that 101 switched to.</summary>
    Switched,
}
