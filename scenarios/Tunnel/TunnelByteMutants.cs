using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>Proxies that look into a tunnel, or change what passes through it.</summary>
internal static class TunnelByteMutants
{
    [Mutant("carries-a-tunnel-as-text", "decodes a tunnel's bytes as UTF-8, and encodes them again")]
    [Kills("tunnel/binary", ReasonIds.BytesDiffer)]
    [Related("tunnel/flush-client-close", "tunnel/tls", "websocket/*")]
    public static Flaw CarriesAsText() => new Flaw().TunnelBytes(Leg.FromClient, AsText).TunnelBytes(Leg.ToClient, AsText);

    [Mutant("escapes-255-for-telnet", "doubles each byte 255 to the client if the origin begins with one, as Telnet does")]
    [Kills("tunnel/binary/telnet", ReasonIds.BytesDiffer)]
    public static Flaw EscapesForTelnet()
    {
        bool? isTelnet = null;
        return new Flaw().TunnelBytes(Leg.ToClient, bytes =>
        {
            isTelnet ??= bytes[0] == 255;
            return isTelnet.Value ? [.. bytes.SelectMany(b => b == 255 ? new byte[] { 255, 255 } : [b])] : bytes;
        });
    }

    [Mutant("parses-requests-in-a-tunnel", "adds Via to what looks like a request in a tunnel")]
    [Kills("tunnel/no-parse/request", ReasonIds.BytesDiffer)]
    public static Flaw ParsesRequests() => new Flaw().TunnelBytes(Leg.FromClient, bytes =>
    {
        var head = new Head(Encoding.Latin1.GetString(bytes));
        if (head.Method != "GET" || head.Version != "HTTP/1.1")
            return bytes;
        head.Add("Via: 1.1 mutant");
        return Encoding.Latin1.GetBytes(head.Text);
    });

    [Mutant("takes-a-connect-in-a-tunnel-for-its-own",
        "treats a CONNECT that is sent through a tunnel as its own, and does not pass it on")]
    [Kills("tunnel/no-parse/connect", ReasonIds.BytesDiffer)]
    public static Flaw TakesConnect() =>
        new Flaw().TunnelBytes(Leg.FromClient, bytes => bytes.AsSpan().StartsWith("CONNECT "u8) ? [] : bytes);

    [Mutant("skips-empty-lines-in-a-tunnel", "skips empty lines at the beginning of a tunnel, as before a request")]
    [Kills("tunnel/no-parse/blank-lines", ReasonIds.BytesDiffer)]
    public static Flaw SkipsEmptyLines()
    {
        var isBeginning = true;
        return new Flaw().TunnelBytes(Leg.FromClient, bytes =>
        {
            if (!isBeginning)
                return bytes;
            var rest = bytes.AsSpan().TrimStart("\r\n"u8).ToArray();
            isBeginning = rest.Length == 0;
            return rest;
        });
    }

    [Mutant("intercepts-tls",
        "terminates TLS in a tunnel with its own certificate, and starts TLS with the origin only if the client accepts that")]
    [Kills("tunnel/tls", ReasonIds.Certificate)]
    [Related("websocket/wss/basic", "websocket/wss/open")]
    public static Flaw InterceptsTls()
    {
        var interceptor = new TlsInterceptor();
        return new Flaw().Tunnel(Leg.FromClient, interceptor.FromClient).Tunnel(Leg.ToClient, interceptor.ToClient);
    }

    private static byte[] AsText(byte[] bytes) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes));
}
