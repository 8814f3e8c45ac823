using ConformanceKit.ScriptedProxies;

namespace ConformanceKit.Scenarios.Clients.Behaviours;

/// <summary>Proxies that open the tunnel, each with another response to CONNECT, and forward other requests.</summary>
public static class Openings
{
    /// <summary>How the head of an ordinary 2xx reads.</summary>
    public const string Established = "HTTP/1.1 200 Connection established\r\n\r\n";

    /// <summary>What a proxy says of its own behind the head of a 2xx.</summary>
    public const string BytesBehind = "not from the origin\r\n";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Behaviour> All { get; } =
    [
        With("opens", "opens the tunnel with an ordinary 200", Established),
        With("opens-with-201", "opens the tunnel with 201", "HTTP/1.1 201 Created\r\n\r\n"),
        With("opens-with-204", "opens the tunnel with 204", "HTTP/1.1 204 No Content\r\n\r\n"),
        With("opens-with-299", "opens the tunnel with 299", "HTTP/1.1 299 Fine\r\n\r\n"),
        With("opens-after-100", "sends 100 before the 200", $"HTTP/1.1 100 Continue\r\n\r\n{Established}"),
        With("opens-after-103", "sends 103 with a Link field before the 200",
            $"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n{Established}"),
        With("opens-with-http10", "opens the tunnel as Apache does, with HTTP/1.0",
            "HTTP/1.0 200 Connection Established\r\nProxy-agent: Apache/2.4\r\n\r\n"),
        With("opens-without-reason", "opens the tunnel with a 200 without a reason phrase", "HTTP/1.1 200 \r\n\r\n"),
        With("opens-with-length-0", "opens the tunnel with Content-Length: 0",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
        With("opens-with-length-10", "opens the tunnel with Content-Length: 10",
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n"),
        With("opens-with-chunked", "opens the tunnel with Transfer-Encoding: chunked",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        With("opens-with-close", "opens the tunnel with Connection: close", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"),
        With("opens-with-lf", "opens the tunnel with a head whose lines end with LF alone", "HTTP/1.1 200 OK\nVia: 1.1 p\n\n"),
        With("opens-with-nul", "opens the tunnel with a NUL in a field's value", "HTTP/1.1 200 OK\r\nX-Odd: a\0b\r\n\r\n"),
        With("opens-with-bytes-behind", "opens the tunnel, and sends bytes of its own right behind the head",
            Established + BytesBehind),
        new("opens-after-102-and-pause", "sends 102, then after a while the 200", connection => ServeAsync(connection, async () =>
        {
            await connection.SendAsync("HTTP/1.1 102 Processing\r\n\r\n");
            await connection.PauseAsync(TimeSpan.FromMilliseconds(300));
            await connection.SendAsync(Established);
        })),
        new("opens-bytewise", "opens the tunnel with a head that comes byte by byte", connection => ServeAsync(connection, () =>
            connection.Wire.SendBytewiseAsync("HTTP/1.1 200 OK\r\nVia: 1.1 p\r\n\r\n", connection.Cancel))),
        new("opens-with-banner", "sends the origin's first bytes together with the head of the 200", async connection =>
        {
            if (await connection.RequestAsync() is not null)
                await connection.TunnelBehindAsync(Established);
        }),
        new("opens-late", "opens the tunnel a second after the request", connection => ServeAsync(connection, async () =>
        {
            await connection.PauseAsync(TimeSpan.FromSeconds(1));
            connection.RememberWhatCameEarly();
            await connection.SendAsync(Established);
        })),
        new("opens-and-ends", "answers CONNECT with 200, and ends the connection", async connection =>
        {
            if (await connection.RequestAsync() is not null)
                await connection.SendAsync(Established);
        }),
    ];

    /// <summary>The ordinary one, with TLS to the proxy itself.</summary>
    public static IReadOnlyList<Behaviour> InTls { get; } =
    [
        With("tls-opens", "speaks TLS, and opens the tunnel", Established) with
        {
            Certificate = ProxyCertificate.Trusted,
        },
        With("tls-other-host", "speaks TLS with the certificate of another host", Established) with
        {
            Certificate = ProxyCertificate.OtherHost,
        },
        With("tls-untrusted", "speaks TLS with a certificate that nobody trusts", Established) with
        {
            Certificate = ProxyCertificate.Untrusted,
        },
    ];

    /// <summary>The one with a name.</summary>
    /// <param name="name">The name.</param>
    public static Behaviour Of(string name) => All.Concat(InTls).Single(behaviour => behaviour.Name == name);

    private static Behaviour With(string name, string does, string head) =>
        new(name, does, connection => ServeAsync(connection, () => connection.SendAsync(head)));

    private static async Task ServeAsync(ProxyConnection connection, Func<Task> openAsync)
    {
        if (await connection.RequestAsync() is not { } request)
            return;
        if (request.Method != "CONNECT")
        {
            await connection.ForwardAsync(request);
            return;
        }

        await openAsync();
        await connection.TunnelAsync();
    }
}
