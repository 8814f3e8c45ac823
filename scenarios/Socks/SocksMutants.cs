using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Scenarios.Socks;

/// <summary>Proxies that get SOCKS5 wrong.</summary>
internal static class SocksMutants
{
    private const byte Version = 5;
    private const int ReplyLength = 10;
    private const int ReplyV6Length = 22;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    [Mutant("socks-insists-on-authentication", "accepts no client that offers no authentication")]
    [Kills("socks/method-none", ReasonIds.BytesDiffer)]
    public static Flaw InsistsOnAuthentication() => Answering(bytes => bytes is [Version, 0] ? [Version, 0xFF] : bytes);

    [Mutant("socks-accepts-any-method", "chooses no authentication although the client does not offer it")]
    [Kills("socks/no-acceptable", ReasonIds.BytesDiffer)]
    public static Flaw AcceptsAnyMethod() => Answering(bytes => bytes is [Version, 0xFF] ? [Version, 0] : bytes);

    [Mutant("socks-rejects-every-password", "accepts no password")]
    [Kills("socks/userpass", ReasonIds.BytesDiffer)]
    public static Flaw RejectsEveryPassword() =>
        new Flaw().Bytes(Leg.ToClient, Edit(bytes => bytes is [1, 0] ? [1, 1] : bytes)).Only(ListenerNames.Socks5Auth);

    [Mutant("socks-accepts-every-password", "says of every password that it is right")]
    [Kills("socks/userpass-wrong", ReasonIds.Accepted)]
    public static Flaw AcceptsEveryPassword() =>
        new Flaw().Bytes(Leg.ToClient, Edit(bytes => bytes is [1, 1] ? [1, 0] : bytes)).Only(ListenerNames.Socks5Auth);

    [Mutant("socks-knows-no-ipv4", "does not know the type of an IPv4 address")]
    [Kills("socks/connect-ipv4", ReasonIds.SocksReply)]
    public static Flaw KnowsNoIpv4() => WithoutType(1);

    [Mutant("socks-knows-no-names", "does not know the type of a domain name")]
    [Kills("socks/connect-domain", ReasonIds.SocksReply)]
    public static Flaw KnowsNoNames() => WithoutType(3);

    [Mutant("socks-knows-no-ipv6", "does not know the type of an IPv6 address")]
    [Kills("socks/connect-ipv6", ReasonIds.SocksReply)]
    public static Flaw KnowsNoIpv6() => WithoutType(4);

    [Mutant("socks-says-general-failure", "replies with the general code when a connection is refused")]
    [Kills("socks/refused", ReasonIds.SocksReply)]
    public static Flaw SaysGeneralFailure() => Replying(5, 1);

    [Mutant("socks-takes-unknown-names-for-forbidden", "replies that the ruleset forbids a name that does not resolve")]
    [Kills("socks/dns-fail", ReasonIds.SocksReply)]
    public static Flaw ForbidsUnknownNames() => Replying(4, 2);

    [Mutant("socks-hides-its-policy", "replies with the general code when the policy refuses a target")]
    [Kills("socks/denied", ReasonIds.SocksReply)]
    public static Flaw HidesItsPolicy() => Replying(2, 1);

    [Mutant("socks-does-not-know-its-commands", "replies to BIND and to UDP ASSOCIATE with the general code")]
    [Kills("socks/bind", ReasonIds.SocksReply)]
    [Kills("socks/udp", ReasonIds.SocksReply)]
    public static Flaw KnowsNoCommands() => Replying(7, 1);

    [Mutant("socks-stays-open-after-a-failure", "leaves the connection open after a reply that is not success")]
    [Kills("socks/failure-closes", ReasonIds.NotClosed)]
    public static Flaw StaysOpen()
    {
        var failed = false;
        return new Flaw()
            .Filter(Leg.ToClient, next => new WatchingFilter(next) { KeepsFin = () => failed })
            .Bytes(Leg.ToClient, Edit(bytes =>
            {
                failed |= IsReply(bytes) && bytes[1] != 0;
                return bytes;
            }))
            .Only(ListenerNames.Socks5);
    }

    [Mutant("socks-hangs-up-instead-of-a-failure", "ends the connection where a reply would say what failed")]
    [Kills("socks/refused", ReasonIds.ClosedEarly)]
    [Related("socks/bind", "socks/denied", "socks/dns-fail", "socks/udp")]
    public static Flaw HangsUp() => Answering(bytes => IsReply(bytes) && bytes[1] != 0 ? [] : bytes);

    [Mutant("socks-drops-what-comes-in-pieces", "takes no notice of a message that does not come in one segment")]
    [Kills("socks/split", ReasonIds.BytesTimeout)]
    public static Flaw DropsPieces() =>
        new Flaw().Bytes(Leg.FromClient, Edit(bytes => bytes.Length == 1 ? [] : bytes)).Only(ListenerNames.Socks5);

    [Mutant("socks-waits-for-the-client", "passes nothing on from an origin before the client has spoken")]
    [Kills("socks/server-first", ReasonIds.BytesTimeout)]
    [Related("socks/flush-origin-close")]
    public static Flaw WaitsForTheClient()
    {
        var spoken = new TaskCompletionSource();
        return new Flaw()
            .Bytes(Leg.ToOrigin, Edit(bytes =>
            {
                spoken.TrySetResult();
                return bytes;
            }))
            .Bytes(Leg.FromOrigin, async bytes =>
            {
                await Task.WhenAny(spoken.Task, Task.Delay(s_patience));
                return bytes;
            })
            .Only(ListenerNames.Socks5);
    }

    [Mutant("socks-forgets-its-buffer", "does not flush what it collected for the client when the origin closes")]
    [Kills("socks/flush-origin-close", ReasonIds.BytesDiffer)]
    public static Flaw ForgetsItsBuffer() =>
        new Flaw().Filter(Leg.FromOrigin, next => new UnflushedFilter(next)).Only(ListenerNames.Socks5);

    [Mutant("socks-serves-http-too", "answers a CONNECT on the port for SOCKS5")]
    [Kills("socks/http-on-socks-port", ReasonIds.Accepted)]
    public static Flaw ServesHttpToo() =>
        AnsweringTo("CONNECT "u8.ToArray(), "HTTP/1.1 200 OK\r\n\r\n"u8.ToArray()).Only(ListenerNames.Socks5);

    [Mutant("serves-socks-too", "answers SOCKS5 on the port for HTTP")]
    [Kills("socks/socks-on-http-port", ReasonIds.Accepted)]
    [Related("robustness/garbage/socks5")]
    public static Flaw ServesSocksToo() => AnsweringTo([Version], [Version, 0]);

    private static Flaw Answering(Func<byte[], byte[]> edit) =>
        new Flaw().Bytes(Leg.ToClient, Edit(edit)).Only(ListenerNames.Socks5);

    private static Flaw Replying(byte meant, byte said) => Answering(
        bytes => IsReply(bytes) && bytes[1] == meant ? [bytes[0], said, .. bytes[2..]] : bytes);

    private static Flaw WithoutType(byte type) => new Flaw()
        .Bytes(Leg.FromClient, Edit(bytes => bytes is [Version, 1, 0, var given, _, _, ..] && given == type
            ? [.. bytes[..3], 9, .. bytes[4..]]
            : bytes))
        .Only(ListenerNames.Socks5);

    private static Flaw AnsweringTo(byte[] beginning, byte[] answer)
    {
        ByteSink? toClient = null;
        return new Flaw()
            .Filter(Leg.ToClient, next => toClient = next)
            .Bytes(Leg.FromClient, async bytes =>
            {
                if (bytes.AsSpan().StartsWith(beginning))
                    await toClient!.SendAsync(answer);
                return bytes;
            });
    }

    // Data in a tunnel is longer, so it is never taken for one.
    private static bool IsReply(byte[] bytes) => bytes is { Length: ReplyLength or ReplyV6Length } and [Version, _, 0, 1 or 4, ..];

    private static Func<byte[], Task<byte[]>> Edit(Func<byte[], byte[]> edit) => bytes => Task.FromResult(edit(bytes));
}
