using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.Wire;
using BodyFraming = ConformanceKit.ReferenceProxy.Http.BodyFraming;
using FieldLine = ConformanceKit.ReferenceProxy.Http.FieldLine;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>Heads of HTTP/1 (RFC 9112 §2.1).</summary>
internal static class Heads
{
    private const int Limit = 64 * 1024;

    private static readonly string[] s_methods = ["GET", "HEAD", "CONNECT"];

    /// <summary>The head of a request: what is accepted is what the kit reads too, and is forwarded as one request.</summary>
    public static void Request(byte[] bytes)
    {
        // 1. The same in pieces.
        Pieces.SameInAll(size => Describe(ReadRequest(bytes, size, out var taken), taken));

        // 2. The kit has a parser of its own.
        var head = ReadRequest(bytes, Pieces.Whole, out var length);
        if (!head.IsComplete || head.Rejected is not null)
            return;
        var seen = WireRequest.Parse(bytes.AsMemory(0, length));
        FindingException.UnlessSame(
            $"{head.Line}\n{Lines(head.Fields.Lines)}",
            $"{seen.Method} {seen.Target} {seen.Version}\n{Lines(seen.Fields)}",
            "the kit reads");

        // 3. What leaves the proxy.
        var request = ReferenceProxy.Http.Request.Check(head.Line!, head.Fields);
        if (request.Rejected is null)
            Forwarding.Check(request.Value);
    }

    /// <summary>The head of a response: what is accepted can be written and read again.</summary>
    public static void Response(byte[] bytes)
    {
        Pieces.SameInAll(size => Describe(ReadResponse(bytes, size, out var taken), taken));
        var head = ReadResponse(bytes, Pieces.Whole, out _);
        if (!head.IsComplete || head.Rejected is not null)
            return;

        var line = head.Line!;
        var written = new HeadWriter($"{line}").Fields(head.Fields.Lines).End().ToArray();
        var again = ReadResponse(written, Pieces.Whole, out var length);
        FindingException.UnlessSame(Describe(head, written.Length), Describe(again, length), "written and read again");
    }

    /// <summary>Field lines, for comparison.</summary>
    public static string Lines(IEnumerable<FieldLine> lines) =>
        string.Join('\n', lines.Select(line => $"{line.Name}: {line.Value}"));

    private static string Lines(IEnumerable<Wire.FieldLine> lines) =>
        string.Join('\n', lines.Select(line => $"{line.Name}: {line.Value}"));

    private static RequestHeadParser ReadRequest(byte[] bytes, int size, out int taken)
    {
        var head = new RequestHeadParser(Limit, Limit);
        taken = Pieces.Offer(bytes, size, head.Take, () => head.IsComplete || head.Rejected is not null);
        return head;
    }

    private static ResponseHeadParser ReadResponse(byte[] bytes, int size, out int taken)
    {
        var head = new ResponseHeadParser(Limit);
        taken = Pieces.Offer(bytes, size, head.Take, () => head.IsComplete || head.Rejected is not null);
        return head;
    }

    private static string Describe(RequestHeadParser head, int taken)
    {
        if (head.Rejected is { } rejected)
            return $"{rejected}";
        if (!head.IsComplete)
            return "incomplete";
        var request = ReferenceProxy.Http.Request.Check(head.Line!, head.Fields);
        var what = request.Rejected is { } wrong ? $"{wrong}" : $"{request.Value.Target}, {request.Value.Framing}";
        return $"{taken} bytes, {what}: {head.Line}\n{Lines(head.Fields.Lines)}";
    }

    private static string Describe(ResponseHeadParser head, int taken)
    {
        if (head.Rejected is { } rejected)
            return $"{rejected}";
        if (!head.IsComplete)
            return "incomplete";
        var framings = s_methods.Select(method => BodyFraming.OfResponse(method, head.Line!, head.Fields))
            .Select(framing => framing.Rejected is { } wrong ? $"{wrong}" : $"{framing.Value}");
        return $"{taken} bytes, {string.Join(", ", framings)}: {head.Line}\n{Lines(head.Fields.Lines)}";
    }
}
