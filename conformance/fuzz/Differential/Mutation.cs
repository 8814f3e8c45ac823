namespace ConformanceKit.Fuzz.Differential;

/// <summary>
/// Makes requests whose framing or target is unusual in one to three ways, and that are followed by another request: what request
/// smuggling is made of. <c>{A}</c> stands for the origin's authority, which is never changed: nothing leaves this machine.
/// </summary>
/// <param name="random">What decides.</param>
internal sealed class Mutation(Random random)
{
    /// <summary>Where the origin's authority goes.</summary>
    public const string Authority = "{A}";

    private const string Smuggled = "GET http://{A}/smuggled HTTP/1.1\r\nHost: {A}\r\n\r\n";

    private static readonly string[] s_requestLines =
    [
        "POST http://{A}/first HTTP/1.1", "GET http://{A}/first HTTP/1.1", "POST http://{A}/first HTTP/1.0",
        "POST  http://{A}/first HTTP/1.1", "POST\thttp://{A}/first HTTP/1.1", " POST http://{A}/first HTTP/1.1",
        "POST http://{A}/first HTTP/1.1 ", "POST http://{A}/first  HTTP/1.1", "POST http://{A}/first HTTP/1.2",
        "POST http://{A}/first http/1.1", "POST http://{A}/first", "post http://{A}/first HTTP/1.1",
        "POST http://{A}/fir st HTTP/1.1", "POST http://{A}/fir\tst HTTP/1.1", "POST http://{A}/fir\0st HTTP/1.1",
        "POST http://{A}/fir\x80st HTTP/1.1", "POST http://{A}/first#x HTTP/1.1", "POST HTTP://{A}/first HTTP/1.1",
        "POST http://user@{A}/first HTTP/1.1", "POST http://127.0.0.1@{A}/first HTTP/1.1", "POST http://{A}?first HTTP/1.1",
        "POST http://{A}\\first HTTP/1.1", "POST http://{A};x/first HTTP/1.1", "POST http://{A}/first HTTP/1.1\r\nX: y HTTP/1.1",
        "POST http:/{A}/first HTTP/1.1", "POST http:///{A}/first HTTP/1.1", "POST //{A}/first HTTP/1.1",
        "GET http://{A}/first%0d%0aX:%20y HTTP/1.1", "HEAD http://{A}/first HTTP/1.1", "OPTIONS http://{A} HTTP/1.1",
        "TRACE http://{A}/first HTTP/1.1", "\r\nPOST http://{A}/first HTTP/1.1", "\nPOST http://{A}/first HTTP/1.1",
    ];

    private static readonly string[] s_fields =
    [
        "Content-Length: 5", "Content-Length: 6", "Content-Length: +5", "Content-Length: 5, 5", "Content-Length: 5, 6",
        "Content-Length: 5,", "Content-Length: 0x5", "Content-Length: 5 5", "Content-Length: 00005", "Content-Length:5\t",
        "Content-Length: -5", "Content-Length:", "Content-Length: \x0b5", "Content-Length: 5\0", "Content-Length: \xa05",
        "Content-Length : 5", "Content-Length\t: 5", "Content-Length: 18446744073709551621", "Content-Length: 5.0",
        "Content-Length: 5;", "Content-Length: \"5\"", "Content-Length:\r\n 5", "Content_Length: 5", "\tContent-Length: 5",
        " Content-Length: 5", "Content-Length: 0", "Content-Length: 5e0", "Content-Length\0: 5", "content-length: 99",
        "Transfer-Encoding: chunked", "Transfer-Encoding: CHUNKED", "Transfer-Encoding:chunked", "Transfer-Encoding:\tchunked",
        "Transfer-Encoding : chunked", "Transfer-Encoding\t: chunked", "Transfer-Encoding: xchunked",
        "Transfer-Encoding: chunked, identity", "Transfer-Encoding: identity, chunked", "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding: chunked;q=1", "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: chunked\x0b",
        "Transfer-Encoding: \x0b" + "chunked", "Transfer-Encoding: chunked\0", "Transfer-Encoding:\r\n chunked",
        "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: chunked,", "Transfer-Encoding: , chunked",
        "Transfer-Encoding: identity", "Transfer-Encoding: chunked\r\n x", "Transfer_Encoding: chunked", "Transfer-Encoding:",
        "Transfer-Encoding: chu\r\n nked", "X: y\nTransfer-Encoding: chunked", "X: y\rTransfer-Encoding: chunked",
        "X: y\n\nGET http://{A}/smuggled HTTP/1.1\r\nHost: {A}", "X: y\r\r\n", "X: y\r\n\n", " Transfer-Encoding: chunked",
        "Transfer-Encoding\r\n: chunked", "\0Transfer-Encoding: chunked", "Transfer-Encoding: chunked\xa0", "TE: chunked",
        "Host: {A}", "Host: other.test", "Host: {A}, other.test", "Host: a b", "Host: user@{A}", "Host:", "Host : {A}",
        "Host: {A}\0", "Connection: close", "Connection: keep-alive, Transfer-Encoding", "Connection: Content-Length",
        "Connection: Host", "Proxy-Connection: keep-alive", "Upgrade: h2c", "Trailer: Content-Length",
        "No colon", ": empty", "X-\x80: y", "X: \x01", "X y: z", "X-A: {A}", "Max-Forwards: 0", "Keep-Alive: timeout=5",
    ];

    private static readonly string[] s_bodies =
    [
        "hello", "5\r\nhello\r\n0\r\n\r\n", "0\r\n\r\n", "5\nhello\n0\n\n", "5;a=b\r\nhello\r\n0\r\n\r\n", "",
        "5 ;a\r\nhello\r\n0\r\n\r\n", "5;a=\"b\r\nc\"\r\nhello\r\n0\r\n\r\n", "5;\nx\r\nhello\r\n0\r\n\r\n",
        "05\r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n", "5 \r\nhello\r\n0\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n", "5\r\nhello\r\n0\r\n", "5\rhello\r0\r\r",
        "10000000000000005\r\nhello\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n", "5\r\nhello\r\n0;a=b\r\n\r\n",
        "5\r\nhello\r\n00\r\n\r\n", "5\r\nhello\r\n0\r\nX: y\n\n", "5;a\0b\r\nhello\r\n0\r\n\r\n",
        "5\r\nhello\r\n0\r\n X: y\r\n\r\n",
        "5;\r\nhello\r\n0\r\n\r\n", "5\t\r\nhello\r\n0\r\n\r\n", "5_\r\nhello\r\n0\r\n\r\n", "0\r\n\r\n" + Smuggled,
        "0\r\nX: y\r\n\r\n" + Smuggled, "hello" + Smuggled, "5\r\nhello\r\n0\r\n\r\n" + Smuggled, "0\n\n" + Smuggled,
        "5\r\nhello\r\n0\r\n\r" + Smuggled,
    ];

    private static readonly string[] s_lineEnds = ["\n", "\r", "\r\r\n", "\n\r", "\r\n\r\n", "\0\r\n", " \r\n", "\r\n "];

    /// <summary>The next one, each character one byte.</summary>
    public string Next()
    {
        // 1. A request that is in order, with content.
        var isChunked = random.Next(2) == 0;
        var lines = new List<string>
        {
            random.Next(3) == 0 ? One(s_requestLines) : s_requestLines[0],
            "Host: {A}",
            isChunked ? "Transfer-Encoding: chunked" : "Content-Length: 5",
        };

        // 2. What is unusual about its fields: one more, one instead of another, or one less.
        for (var count = random.Next(3); count > 0; count--)
        {
            var at = random.Next(1, lines.Count + 1);
            if (random.Next(3) > 0 || at == lines.Count)
                lines.Insert(at, One(s_fields));
            else if (random.Next(4) > 0)
                lines[at] = One(s_fields);
            else
                lines.RemoveAt(at);
        }

        // 3. About its line ends, its content, and single bytes.
        var ends = lines.Select(_ => random.Next(20) == 0 ? One(s_lineEnds) : "\r\n").ToList();
        var head = string.Concat(lines.Zip(ends, (line, end) => line + end)) + (random.Next(30) == 0 ? One(s_lineEnds) : "\r\n");
        var body = random.Next(2) == 0 ? One(s_bodies) : isChunked ? s_bodies[1] : s_bodies[0];
        if (random.Next(10) == 0)
            head = WithOddByte(head);

        // 4. And another request.
        return $"{head}{body}GET http://{{A}}/second HTTP/1.1\r\nHost: {{A}}\r\n\r\n";
    }

    // Anywhere but in an authority.
    private string WithOddByte(string head)
    {
        var at = random.Next(head.Length);
        var from = head.LastIndexOf(Authority, at, StringComparison.Ordinal);
        return from >= 0 && at <= from + Authority.Length ? head : head.Insert(at, $"{(char)random.Next(256)}");
    }

    private string One(string[] all) => all[random.Next(all.Length)];
}
