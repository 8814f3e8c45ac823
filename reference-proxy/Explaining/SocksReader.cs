namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Reads the messages in one direction of a connection that carries SOCKS5, in whatever portions they arrive. No input makes it
/// throw.
/// </summary>
/// <param name="fromClient">Whether this is the client's direction; if not, it is the proxy's.</param>
internal sealed class SocksReader(bool fromClient)
{
    private const byte Version = 5;
    private const byte SubnegotiationVersion = 1;
    private const int Malformed = -1;

    private ReadOnlyMemory<byte> _pending;
    private bool _begun;

    /// <summary>Whether bytes begin like SOCKS5: neither HTTP nor TLS begins with that byte.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes is [Version, ..];

    /// <summary>Says what these bytes are, message by message.</summary>
    /// <param name="bytes">The bytes that were kept.</param>
    /// <param name="lost">How many more were sent but not kept.</param>
    /// <param name="follow">Called with each whole message; returns whether another one may follow it.</param>
    public IReadOnlyList<SocksPart> Take(ReadOnlyMemory<byte> bytes, long lost, Func<SocksPart, bool> follow)
    {
        var parts = new List<SocksPart>();
        _pending = (byte[])[.. _pending.Span, .. bytes.Span];
        while (!_pending.IsEmpty)
        {
            // 1. Which message it is, and how long.
            var kind = KindOf(_pending.Span[0]);
            var length = LengthOf(kind, _pending.Span);
            if (length == Malformed)
            {
                End(parts, SocksKind.Unreadable, lost);
                return parts;
            }

            if (length > _pending.Length)
            {
                parts.Add(new(SocksKind.Unfinished, _pending, _pending.Length));
                break;
            }

            // 2. The whole message, and what follows it.
            var message = new SocksPart(kind, _pending[..length], length);
            (_pending, _begun) = (_pending[length..], true);
            parts.Add(message);
            if (!follow(message))
            {
                End(parts, SocksKind.Rest, lost);
                return parts;
            }
        }

        if (lost > 0)
            End(parts, SocksKind.Unreadable, lost);
        return parts;
    }

    private void End(List<SocksPart> parts, SocksKind kind, long lost)
    {
        if (_pending.Length + lost > 0)
            parts.Add(new(kind, _pending, _pending.Length + lost));
        _pending = default;
    }

    private SocksKind KindOf(byte first) => (_begun, first) switch
    {
        (false, Version) => fromClient ? SocksKind.Offer : SocksKind.Choice,
        (true, Version) => fromClient ? SocksKind.Request : SocksKind.Reply,
        (true, SubnegotiationVersion) => fromClient ? SocksKind.Credentials : SocksKind.Verdict,
        _ => SocksKind.Unreadable,
    };

    // How long the message is; more than there is of it if that does not tell yet.
    private static int LengthOf(SocksKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        SocksKind.Offer => bytes is [_, var methods, ..] ? 2 + methods : 2,
        SocksKind.Choice or SocksKind.Verdict => 2,
        SocksKind.Credentials => bytes is [_, var user, .. var rest] ? 3 + user + (rest.Length > user ? rest[user] : 0) : 2,
        SocksKind.Request or SocksKind.Reply => bytes switch
        {
            [_, _, _, SocksAddress.Ipv4, ..] => 10,
            [_, _, _, SocksAddress.Ipv6, ..] => 22,
            [_, _, _, SocksAddress.DomainName, var name, ..] => 7 + name,
            [_, _, _, SocksAddress.DomainName] or { Length: < 4 } => bytes.Length + 1,
            _ => Malformed,
        },
        _ => Malformed,
    };
}
