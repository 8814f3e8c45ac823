using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Scenarios.Mutants;

namespace ConformanceKit.Scenarios.WebSocket;

/// <summary>Proxies that disturb what WebSocket clients and origins send each other.</summary>
internal static class WebSocketMutants
{
    private const string Upgrade = "Upgrade: websocket\r\n";

    [Mutant("removes-upgrade-inside-tunnels",
        "treats a handshake inside a tunnel as a request to forward, and removes its Upgrade")]
    [Kills("websocket/ws-connect", ReasonIds.WebSocketBroken)]
    [Related("websocket/server-push-first")]
    public static Flaw RemovesUpgrade() => new Flaw().TunnelBytes(Leg.ToOrigin, bytes =>
        IsHandshake(bytes)
            ? Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(Upgrade, "", StringComparison.Ordinal))
            : bytes);

    [Mutant("damages-long-tls-streams", "changes the byte after the first 64 KiB of TLS that a client sends through a tunnel")]
    [Kills("websocket/wss/open", ReasonIds.WebSocketBroken)]
    [Kills("websocket/wss/basic", ReasonIds.WebSocketBroken)]
    public static Flaw DamagesLongTlsStreams()
    {
        var passed = 0;
        var isTls = false;
        return new Flaw().TunnelBytes(Leg.ToOrigin, bytes =>
        {
            if (passed == 0)
                isTls = bytes is [0x16, 0x03, ..];
            var at = (64 * 1024) - passed;
            passed += bytes.Length;
            if (isTls && at >= 0 && at < bytes.Length)
                bytes[at] ^= 1;
            return bytes;
        });
    }

    [Mutant("loses-what-comes-with-a-101", "treats a segment that begins with a 101 as nothing but its head")]
    [Kills("websocket/server-push-first", ReasonIds.WebSocketBroken)]
    public static Flaw LosesWhatComesWithA101() => new Flaw().TunnelBytes(Leg.ToClient, bytes =>
        bytes.AsSpan().StartsWith("HTTP/1.1 101 "u8) && bytes.AsSpan().IndexOf("\r\n\r\n"u8) is > 0 and var end
            ? bytes[..(end + 4)]
            : bytes);

    [Mutant("switches-protocols-by-itself",
        "answers 101 to a WebSocket handshake in absolute-form without contacting the origin")]
    [Kills("websocket/absolute-upgrade", ReasonIds.FieldAbsent)]
    public static Flaw SwitchesProtocolsByItself() => new Flaw().Answer(head =>
        !head.IsConnect && head.Field("Upgrade") == "websocket" && head.Field("Sec-WebSocket-Key") is not null
            ? $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n{Upgrade}\r\n"
            : null);

    [Mutant("closes-a-quiet-websocket", "ends a tunnel with a WebSocket in it when nothing passes for a quarter of a second")]
    [Kills("websocket/long-idle", ReasonIds.ClosedEarly)]
    [Related("websocket/ws-connect", "websocket/server-push-first")]
    public static Flaw ClosesAQuietWebSocket()
    {
        ByteSink? client = null;
        var passed = 0;
        Task? watching = null;
        return new Flaw()
            .Heads(Leg.FromClient, (_, exchange) =>
            {
                client = exchange.Client;
                return Task.CompletedTask;
            })
            .TunnelBytes(Leg.FromClient, bytes =>
            {
                passed++;
                if (IsHandshake(bytes))
                    watching ??= CloseWhenQuietAsync();
                return bytes;
            })
            .TunnelBytes(Leg.ToClient, bytes =>
            {
                passed++;
                return bytes;
            });

        async Task CloseWhenQuietAsync()
        {
            for (var before = 0; before != passed;)
            {
                before = passed;
                await Task.Delay(TimeSpan.FromMilliseconds(250));
            }
            await client!.FinishAsync();
        }
    }

    [Mutant("writes-a-length-into-a-101", "forwards Upgrade, and adds the framing field of a response with a body to the 101")]
    [Kills("websocket/upgrade-head", ReasonIds.FieldPresent)]
    public static Flaw WritesALength() => Upgrading("Transfer-Encoding: chunked\r\n");

    [Mutant("adds-keep-alive-to-a-101", "forwards Upgrade, and adds the connection option keep-alive to the 101")]
    [Kills("websocket/upgrade-head/plain", ReasonIds.FieldValue)]
    [Related("websocket/upgrade-head")]
    public static Flaw AddsKeepAlive() => Upgrading("Connection: keep-alive\r\n");

    private static Flaw Upgrading(string fieldLine) => new Flaw()
        .Forwarded((head, exchange) =>
        {
            if (!exchange.Request.Target.EndsWith("/upgrade-head", StringComparison.Ordinal))
                return;
            head.Set("Connection", "Upgrade");
            head.Set("Upgrade", "websocket");
        })
        .PassesOnUnread(
            text => text.StartsWith("HTTP/1.1 101 ", StringComparison.Ordinal),
            text => text.Replace("\r\n\r\n", $"\r\n{fieldLine}\r\n", StringComparison.Ordinal));

    private static bool IsHandshake(byte[] bytes) => bytes.AsSpan().IndexOf(Encoding.Latin1.GetBytes(Upgrade)) > 0;
}
