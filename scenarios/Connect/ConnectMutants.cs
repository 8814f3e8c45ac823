using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>Proxies that do one thing wrong with a CONNECT that they serve.</summary>
internal static class ConnectMutants
{
    private const string BadRequest = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 3\r\n\r\nno\n";

    [Mutant("dials-the-target-twice", "opens a second connection to the target of a CONNECT")]
    [Kills("connect/one-connection", ReasonIds.OriginCount)]
    [Related("auth/scheme-case", "auth/colon-password", "auth/utf8", "tunnel/one-way-active")]
    public static Flaw DialsTwice() => new Flaw().Heads(Leg.ToClient, async (head, exchange) =>
    {
        if (!head.IsSuccessful || !IPEndPoint.TryParse(exchange.Request.Target, out var target))
            return;
        using var second = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        await second.ConnectAsync(target);
    });

    [Mutant("relays-one-way", "relays what the client sends into a tunnel, but nothing back")]
    [Kills("connect/establish", ReasonIds.BytesTimeout)]
    [Related("auth/*", "http10/*", "websocket/*", "tunnel/*", "browser/*", "informational/*", "connect/*")]
    public static Flaw RelaysOneWay() => new Flaw().TunnelBytes(Leg.ToClient, _ => []);

    [Mutant("adds-content-length-to-2xx", "answers CONNECT with Content-Length: 0 in its 2xx")]
    [Kills("connect/no-content-length-2xx", ReasonIds.FieldPresent)]
    public static Flaw AddsContentLength() => Established(head => head.Add("Content-Length: 0"));

    [Mutant("adds-transfer-encoding-to-2xx", "answers CONNECT with Transfer-Encoding: chunked in its 2xx")]
    [Kills("connect/no-transfer-encoding-2xx", ReasonIds.FieldPresent)]
    public static Flaw AddsTransferEncoding() => Established(head => head.Add("Transfer-Encoding: chunked"));

    [Mutant("sends-an-empty-line-before-a-banner",
        "sends CRLF after the head of its 2xx to CONNECT when the origin speaks first")]
    [Kills("connect/no-bytes-after-2xx", ReasonIds.BytesDiffer)]
    [Related("tunnel/server-first", "tunnel/banner-coalesced", "tunnel/binary/telnet", "tunnel/one-way-active/down")]
    public static Flaw SendsAnEmptyLine()
    {
        var isSilent = true;
        return new Flaw()
            .TunnelBytes(Leg.FromClient, bytes =>
            {
                isSilent = false;
                return bytes;
            })
            .TunnelBytes(Leg.ToClient, bytes =>
            {
                var isBanner = isSilent;
                isSilent = false;
                return isBanner ? [.. "\r\n"u8, .. bytes] : bytes;
            });
    }

    [Mutant("answers-200-while-it-still-dials", "answers CONNECT with 200 before the target accepts, if that takes a moment")]
    [Kills("connect/2xx-only-after-tcp", ReasonIds.Accepted)]
    [Related("connect-errors/connect-timeout", "tunnel/slow-dial-isolated")]
    public static Flaw AnswersBeforeItHasDialled()
    {
        ByteSink? client = null;
        var isEarly = false;
        return new Flaw()
            .Heads(Leg.FromClient, (head, exchange) =>
            {
                client = head.IsConnect ? exchange.Client : null;
                return Task.CompletedTask;
            })
            .Options(options => options with { Connect = DialAsync })
            .Response(head =>
            {
                if (isEarly)
                    head.Text = "";
            });

        async Task<Socket> DialAsync(IPEndPoint target, CancellationToken cancel)
        {
            var socket = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            var dial = socket.ConnectAsync(target, cancel).AsTask();
            await Task.WhenAny(dial, Task.Delay(TimeSpan.FromMilliseconds(100), cancel));
            isEarly = client is not null && !dial.IsCompleted && !socket.Poll(0, SelectMode.SelectWrite);
            if (isEarly)
                await client!.SendAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
            await dial;
            return socket;
        }
    }

    [Mutant("leaves-the-space-out-of-the-status-line",
        "answers CONNECT with \"HTTP/1.1 200\", without the space after the status")]
    [Kills("connect/status-line-space", ReasonIds.StatusLine)]
    public static Flaw LeavesTheSpaceOut() => Established(head => head.StartLine = "HTTP/1.1 200");

    [Mutant("answers-connect-as-http-1-0", "answers CONNECT with HTTP/1.0")]
    [Kills("connect/response-version", ReasonIds.Version)]
    public static Flaw AnswersAsHttp10() => Established(head => head.Version = "HTTP/1.0");

    [Mutant("announces-close-in-2xx", "answers CONNECT with Connection: close in its 2xx")]
    [Kills("connect/no-close-option-2xx", ReasonIds.FieldValue)]
    public static Flaw AnnouncesClose() => Established(head => head.Add("Connection: close"));

    [Mutant("wants-the-port-in-host", "rejects a CONNECT whose Host has no port")]
    [Kills("connect/host-port-elided", ReasonIds.NotSuccessful)]
    public static Flaw WantsThePortInHost() =>
        Rejecting(head => head.Field("Host") is { } host && !host.Contains(':', StringComparison.Ordinal));

    [Mutant("takes-443-for-the-port-that-host-leaves-out",
        "opens the tunnel to port 443 of the target's host if Host has no port")]
    [Kills("connect/host-port-elided", ReasonIds.OriginContacted)]
    public static Flaw Takes443() => Connect(head =>
    {
        if (head.Field("Host") is { } host && head.Target == $"{host}:80")
            head.Target = $"{host}:443";
    });

    [Mutant("connects-to-host", "opens the tunnel to what Host names, not to the target")]
    [Kills("connect/host-mismatch", ReasonIds.OriginContacted)]
    [Related("connect-errors/*", "robustness/port-policy/other-host-field")]
    public static Flaw ConnectsToHost() => Connect(head =>
    {
        if (head.Field("Host") is { } host && host.Contains(':', StringComparison.Ordinal))
            head.Target = host;
    });

    [Mutant("accepts-connect-without-host", "serves an HTTP/1.1 CONNECT that has no Host")]
    [Kills("connect/host-missing", ReasonIds.Accepted)]
    public static Flaw AcceptsWithoutHost() => Connect(head =>
    {
        if (head.Field("Host") is null)
            head.Add($"Host: {head.Target}");
    });

    [Mutant("accepts-connect-with-two-hosts", "serves a CONNECT that has two Host lines")]
    [Kills("connect/host-duplicate", ReasonIds.Accepted)]
    public static Flaw AcceptsTwoHosts() => Connect(head =>
    {
        if (head.Values("Host").Count > 1)
            head.Set("Host", head.Target);
    });

    [Mutant("rejects-ipv6-literals", "rejects a CONNECT to an IPv6 address")]
    [Kills("connect/ipv6-literal", ReasonIds.NotSuccessful)]
    public static Flaw RejectsIPv6() => Rejecting(head => head.Target.StartsWith('['));

    [Mutant("rejects-upper-case-hosts", "rejects a CONNECT whose target has an upper-case letter")]
    [Kills("connect/host-case", ReasonIds.NotSuccessful)]
    public static Flaw RejectsUpperCase() => Rejecting(head => head.Target.Any(char.IsAsciiLetterUpper));

    [Mutant("takes-connect-in-any-case", "treats the method connect as CONNECT")]
    [Kills("connect/method-case", ReasonIds.Accepted)]
    public static Flaw TakesAnyCase() => new Flaw().Request(head =>
    {
        if (head.Method == "connect")
            head.Method = "CONNECT";
    });

    [Mutant("rejects-unknown-fields", "rejects a CONNECT with a field that it does not know")]
    [Kills("connect/unknown-header", ReasonIds.NotSuccessful)]
    public static Flaw RejectsUnknownFields() => Rejecting(head => head.Field("X-Foo") is not null);

    [Mutant("rejects-a-leading-empty-line", "rejects a CONNECT after an empty line")]
    [Kills("connect/leading-crlf", ReasonIds.NotSuccessful)]
    public static Flaw RejectsALeadingEmptyLine() => Rejecting(head => head.Text.StartsWith("\r\n", StringComparison.Ordinal));

    [Mutant("wants-the-head-in-one-segment", "treats the first segment of a connection as a whole head")]
    [Kills("connect/byte-by-byte", ReasonIds.NotSuccessful)]
    [Related("robustness/uri-huge", "robustness/headers-huge", "robustness/slow-headers")]
    public static Flaw WantsOneSegment()
    {
        var isFirst = true;
        return new Flaw().Bytes(Leg.FromClient, bytes =>
        {
            var isWhole = !isFirst || bytes.AsSpan().IndexOf("\r\n\r\n"u8) >= 0;
            isFirst = false;
            return Task.FromResult<byte[]>(isWhole ? bytes : [.. bytes, .. "\r\n\r\n"u8]);
        });
    }

    [Mutant("never-answers-connect-with-content", "waits forever when a CONNECT has content")]
    [Kills("connect/content-headers", ReasonIds.ReplyTimeout)]
    public static Flaw NeverAnswersContent() => Connect(head =>
    {
        if (head.Field("Content-Length") is { } length && length != "0")
            head.Text = "";
    });

    [Mutant("ends-at-connect-content", "ends, with all its connections, when a CONNECT has content")]
    [Kills("connect/content-headers", ReasonIds.ProxyEnded)]
    public static Flaw EndsAtConnectContent() => new Flaw().EndsAt(head => head.Field("Content-Length") is { } length
        && length != "0" && head.Text.StartsWith("CONNECT ", StringComparison.Ordinal));

    private static Flaw Established(Action<Head> edit) => new Flaw().Response((head, exchange) =>
    {
        if (exchange.Request.IsConnect && head.IsSuccessful)
            edit(head);
    });

    private static Flaw Connect(Action<Head> edit) => new Flaw().Request(head =>
    {
        if (head.IsConnect)
            edit(head);
    });

    private static Flaw Rejecting(Func<Head, bool> condition) =>
        new Flaw().Answer(head => head.IsConnect && condition(head) ? BadRequest : null);
}
