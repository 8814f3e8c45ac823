using ConformanceKit.ReferenceProxy.Authentication;

namespace ConformanceKit.ReferenceProxy.Socks;

/// <summary>
/// What comes before the request: the client offers methods of authentication, and the proxy chooses one (RFC 1928 §3). There is
/// no challenge that could be answered later on the same connection, and no realm.
/// </summary>
internal sealed class SocksNegotiation(CredentialSet? users)
{
    private const byte NoAuthentication = 0x00;
    private const byte UserPassword = 0x02;
    private const byte NoAcceptableMethod = 0xFF;
    private const byte SubnegotiationVersion = 0x01;
    private const byte Success = 0x00;
    private const byte Failure = 0x01;

    /// <summary>Agrees with the client on who it is.</summary>
    /// <returns>Null if the request may follow; else why not.</returns>
    public async ValueTask<string?> RunAsync(Client client, CancellationToken cancel)
    {
        // 1. VER NMETHODS METHODS: SOCKS4, HTTP and TLS begin with another byte.
        var reader = client.Reader;
        if (!await reader.FillToAsync(1, cancel))
            return "client closed before the negotiation";
        if (reader.Buffered.Span[0] is not SocksMessage.Version and var version)
            return $"not SOCKS5: the first byte is {version:X2}";
        if (!await reader.FillToAsync(2, cancel) || !await reader.FillToAsync(2 + reader.Buffered.Span[1], cancel))
            return "client closed in the negotiation";
        var offered = reader.Buffered.Slice(2, reader.Buffered.Span[1]);
        var wanted = users is null ? NoAuthentication : UserPassword;
        var accepted = offered.Span.Contains(wanted);
        reader.Advance(2 + offered.Length);

        // 2. VER METHOD.
        await client.SendAsync(new[] { SocksMessage.Version, accepted ? wanted : NoAcceptableMethod });
        if (!accepted)
            return "no acceptable method [RFC 1928 §3]";

        // 3. The user name and the password, in cleartext like those of Basic.
        return users is null ? null : await AuthenticateAsync(client, users, cancel);
    }

    private static async ValueTask<string?> AuthenticateAsync(Client client, CredentialSet users, CancellationToken cancel)
    {
        // 1. VER ULEN UNAME PLEN PASSWD (RFC 1929 §2).
        var reader = client.Reader;
        if (!await reader.FillToAsync(2, cancel))
            return "client closed in the negotiation";
        if (reader.Buffered.Span[0] != SubnegotiationVersion)
            return "unknown version of the username/password negotiation [RFC 1929 §2]";
        int user = reader.Buffered.Span[1];
        if (!await reader.FillToAsync(3 + user, cancel))
            return "client closed in the negotiation";
        int password = reader.Buffered.Span[2 + user];
        if (!await reader.FillToAsync(3 + user + password, cancel))
            return "client closed in the negotiation";
        byte[] userPass =
        [
            .. reader.Buffered.Span.Slice(2, user), (byte)':', .. reader.Buffered.Span.Slice(3 + user, password),
        ];
        reader.Advance(3 + user + password);

        // 2. VER STATUS; the connection must be closed after a failure.
        var accepted = users.Accepts(userPass);
        await client.SendAsync(new[] { SubnegotiationVersion, accepted ? Success : Failure });
        return accepted ? null : "wrong credentials [RFC 1929 §2]";
    }
}
