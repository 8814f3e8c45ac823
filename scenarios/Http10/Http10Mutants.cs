using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Http10;

/// <summary>Proxies that ignore the version of their client, or of the origin.</summary>
internal static class Http10Mutants
{
    private const string Http10 = "HTTP/1.0";
    private const string Http11 = "HTTP/1.1";

    [Mutant("wants-host-of-http-1-0", "rejects an HTTP/1.0 CONNECT that has no Host")]
    [Kills("http10/connect-no-host", ReasonIds.NotSuccessful)]
    [Related("auth/http10-no-headers")]
    public static Flaw WantsHost() =>
        new Flaw().Answer(head => head.IsConnect && head.Version == Http10 && head.Field("Host") is null
            ? "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n"
            : null);

    [Mutant("keeps-http-1-0-alive", "keeps the connection of an HTTP/1.0 client open when it requests keep-alive")]
    [Kills("http10/no-persist", ReasonIds.UnexpectedBytes)]
    public static Flaw KeepsAlive() => new Flaw()
        .Request(head =>
        {
            if (head.Version == Http10 && head.Field("Connection") == "keep-alive" && head.Field("Transfer-Encoding") is null)
                head.Version = Http11;
        })
        .Response((head, exchange) =>
        {
            if (exchange.Request.Version == Http10 && exchange.Sent.Version == Http11)
                head.Add("Connection: keep-alive");
        });

    [Mutant("forwards-1xx-to-http-1-0", "forwards interim responses to an HTTP/1.0 client")]
    [Kills("http10/no-1xx", ReasonIds.Status)]
    public static Flaw ForwardsInterim() => new Flaw().Heads(Leg.FromOrigin, async (head, exchange) =>
    {
        if (exchange.Request.Version == Http10 && head.Status is > 100 and < 200 and not 101)
            await exchange.Client.SendAsync(System.Text.Encoding.Latin1.GetBytes(head.Text));
    });

    [Mutant("sends-chunks-to-http-1-0", "sends chunked bodies to an HTTP/1.0 client")]
    [Kills("http10/no-chunked", ReasonIds.FieldPresent)]
    public static Flaw SendsChunks() => new Flaw()
        .Request(head =>
        {
            if (head.Method != "GET" || head.Version != Http10)
                return;
            head.Version = Http11;
            head.Set("Connection", "close");
        })
        .Response((head, exchange) =>
        {
            // Only the framing is wrong.
            if (exchange.Request.Version == Http10 && head.Status < 200)
                head.Text = "";
        });

    [Mutant("sends-100-to-http-1-0", "answers the expectation of an HTTP/1.0 client with 100")]
    [Kills("http10/expect-ignored", ReasonIds.Status)]
    public static Flaw Sends100() => new Flaw().Heads(Leg.FromClient, async (head, exchange) =>
    {
        if (head.Version == Http10 && head.Field("Expect") is not null)
            await exchange.Client.SendAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
    });

    [Mutant("trusts-chunks-of-http-1-0", "reads on after an HTTP/1.0 request with Transfer-Encoding, as after one of HTTP/1.1")]
    [Kills("http10/te-faulty", ReasonIds.UnexpectedBytes)]
    public static Flaw TrustsChunks() => new Flaw().Request(head =>
    {
        if (head.Version == Http10 && head.Field("Transfer-Encoding") is not null)
            head.Version = Http11;
    });

    [Mutant("forwards-upgrade-of-http-1-0", "forwards the Upgrade of an HTTP/1.0 client")]
    [Kills("http10/upgrade-ignored", ReasonIds.FieldPresent)]
    public static Flaw ForwardsUpgrade() => new Flaw().Forwarded((head, exchange) =>
    {
        if (exchange.Request.Version != Http10 || exchange.Request.Field("Upgrade") is not { } protocol)
            return;
        head.Set("Connection", "upgrade");
        head.Add($"Upgrade: {protocol}");
    });

    [Mutant("upgrades-http-1-0", "answers the Upgrade of an HTTP/1.0 client with 101")]
    [Kills("http10/upgrade-ignored", ReasonIds.Status)]
    public static Flaw Upgrades() => new Flaw().Answer(head => head.Version == Http10 && head.Field("Upgrade") is { } protocol
        ? $"HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: {protocol}\r\n\r\n"
        : null);

    [Mutant("forwards-the-clients-version", "forwards a request with the version of its client")]
    [Kills("http10/forward-version", ReasonIds.Version)]
    [Related("robustness/minor-version")]
    public static Flaw ForwardsTheClientsVersion() =>
        new Flaw().Forwarded((head, exchange) => head.Version = exchange.Request.Version);

    [Mutant("forwards-http-1-0-only", "forwards every GET as HTTP/1.0")]
    [Kills("http10/forward-version", ReasonIds.Version)]
    public static Flaw ForwardsHttp10() => new Flaw().Forwarded(head =>
    {
        if (head.Method == "GET")
            head.Version = Http10;
    });

    [Mutant("forwards-the-origins-version", "forwards a response with the version of the origin")]
    [Kills("http10/origin-10", ReasonIds.Version)]
    public static Flaw ForwardsTheOriginsVersion()
    {
        var version = Http11;
        return new Flaw()
            .OriginResponse(head => version = head.Version.StartsWith("HTTP/", StringComparison.Ordinal) ? head.Version : Http11)
            .Response(head => head.Version = version);
    }

    [Mutant("takes-http-1-0-without-length-for-empty",
        "treats the response of an HTTP/1.0 origin as empty if it has no Content-Length")]
    [Kills("http10/origin-10", ReasonIds.BodyDiffers)]
    public static Flaw TakesForEmpty() => new Flaw().OriginResponse(head =>
    {
        if (head.Version == Http10 && head.Field("Content-Length") is null)
            head.Add("Content-Length: 0");
    });

    [Mutant("serves-http-0-9", "serves a request line without a version")]
    [Kills("http10/reject-09", ReasonIds.OriginContacted)]
    public static Flaw ServesHttp09() => new Flaw().Request(head =>
    {
        if (head.StartLine.StartsWith("GET ", StringComparison.Ordinal) && head.Version.Length == 0)
            head.StartLine += " HTTP/1.0";
    });
}
