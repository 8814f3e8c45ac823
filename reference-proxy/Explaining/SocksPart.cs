namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>The messages of SOCKS5 (RFC 1928, RFC 1929), and what else its bytes can be.</summary>
internal enum SocksKind
{
    /// <summary>The methods of authentication that the client offers.</summary>
    Offer,

    /// <summary>The method that the proxy chooses.</summary>
    Choice,

    /// <summary>The client's user name and password.</summary>
    Credentials,

    /// <summary>Whether the proxy accepts them.</summary>
    Verdict,

    /// <summary>What the client asks for.</summary>
    Request,

    /// <summary>What became of it.</summary>
    Reply,

    /// <summary>A message whose end has not been seen yet.</summary>
    Unfinished,

    /// <summary>Not a message where one is expected.</summary>
    Unreadable,

    /// <summary>What follows the last message.</summary>
    Rest,
}

/// <summary>What the bytes on a connection that carries SOCKS5 are.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Bytes">Those that were kept; of a message, all of it.</param>
/// <param name="Length">How many there were.</param>
internal sealed record SocksPart(SocksKind Kind, ReadOnlyMemory<byte> Bytes, long Length);
