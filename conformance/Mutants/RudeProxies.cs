using System.Text;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Mutants;

/// <summary>Servers that break off, hardly move, or speak of something else.</summary>
internal static class RudeProxies
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    [NullProxy("reads-nothing", "accepts connections, and reads and sends nothing")]
    public static Flaw ReadsNothing() =>
        new Flaw().Instead((_, cancel) => Task.Delay(Timeout.InfiniteTimeSpan, cancel));

    [NullProxy("drips-head", "answers everything with a head, a byte a second")]
    public static Flaw DripsHead() => Drips("", "HTTP/1.1 200 OK\r\nX-Slow: ");

    [NullProxy("drips-body", "answers everything with a body, a byte a second")]
    public static Flaw DripsBody() => Drips("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", "");

    [NullProxy("resets-in-head", "answers everything with the beginning of a head, and resets the connection")]
    public static Flaw ResetsInHead() => Resets("HTTP/1.1 200 OK\r\nContent-Le");

    [NullProxy("resets-in-body", "answers everything with the beginning of a body, and resets the connection")]
    public static Flaw ResetsInBody() => Resets("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\nhel");

    [NullProxy("ends-in-body", "answers everything with the beginning of a body of 9 GB, and closes the connection")]
    public static Flaw EndsInBody() =>
        NullProxies.Always("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\nhel", endsAfter: true);

    [NullProxy("huge-line", "answers everything with a field line of half a megabyte")]
    public static Flaw HugeLine() => NullProxies.Always(
        $"HTTP/1.1 200 OK\r\nX-Huge: {new string('x', 512 * 1024)}\r\nContent-Length: 0\r\n\r\n");

    [NullProxy("many-lines", "answers everything with 100,000 field lines")]
    public static Flaw ManyLines() => NullProxies.Always(
        $"HTTP/1.1 200 OK\r\n{string.Concat(Enumerable.Repeat("a:\r\n", 100_000))}Content-Length: 0\r\n\r\n");

    [NullProxy("redirects", "redirects everything to where it was asked for")]
    public static Flaw Redirects() => new Flaw().Instead(async (client, cancel) =>
    {
        while (await NullProxies.AskedAsync(client, cancel) is { Length: > 0 } request)
        {
            var target = new Head(request).Target;
            await client.SendAsync(
                Encoding.Latin1.GetBytes($"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n"), cancel);
        }
    });

    [NullProxy("answers-another", "answers each request with the response to the one before")]
    public static Flaw AnswersAnother() => new Flaw().Instead(async (client, cancel) =>
    {
        var before = "nobody's request";
        while (await NullProxies.AskedAsync(client, cancel) is { Length: > 0 } request)
        {
            await client.SendAsync(
                Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {before.Length}\r\n\r\n{before}"), cancel);
            before = request;
        }
    });

    [NullProxy("speaks-ssh", "is a server for SSH")]
    public static Flaw SpeaksSsh() => Greets("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n"u8.ToArray());

    [NullProxy("speaks-tls", "answers everything with a fatal alert of TLS")]
    public static Flaw SpeaksTls() => Greets([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46]);

    [NullProxy("speaks-http2", "speaks HTTP/2 and nothing else")]
    public static Flaw SpeaksHttp2() =>
        Greets([.. Frame.Settings([]).ToBytes(), .. Frame.GoAway(0, ErrorCodes.ProtocolError).ToBytes()]);

    private static Flaw Greets(byte[] greeting) => new Flaw().Instead(async (client, cancel) =>
    {
        await client.SendAsync(greeting, cancel);
        await NullProxies.ReadAsync(client, static _ => Task.CompletedTask, cancel);
    });

    private static Flaw Drips(string atOnce, string slowly) => new Flaw().Instead(async (client, cancel) =>
    {
        await NullProxies.AskedAsync(client, cancel);
        await client.SendAsync(Encoding.Latin1.GetBytes(atOnce), cancel);
        for (var at = 0; ; at++)
        {
            await client.SendAsync(new[] { (byte)(at < slowly.Length ? slowly[at] : 'x') }, cancel);
            await Task.Delay(s_pause, cancel);
        }
    });

    private static Flaw Resets(string beginning) => new Flaw().Instead(async (client, cancel) =>
    {
        await NullProxies.AskedAsync(client, cancel);
        await client.SendAsync(Encoding.Latin1.GetBytes(beginning), cancel);

        // A RST overtakes what the peer has not read yet.
        await Task.Delay(s_pause / 10, cancel);
        client.Close(timeout: 0);
    });
}
