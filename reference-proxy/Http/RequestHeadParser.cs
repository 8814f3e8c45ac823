namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// Reads the head of a request, request line first, from bytes that arrive in pieces of any size (RFC 9112 §2.2). The request
/// line is checked as soon as it is complete, so that an HTTP/0.9 client gets an answer.
/// </summary>
internal sealed class RequestHeadParser(int maxRequestLine, int maxFields)
{
    private readonly FieldSectionParser _fields = new(maxFields, isRequest: true);
    private LineScanner _scanner;
    private RejectionReason? _rejectedLine;
    private int _emptyLines;

    /// <summary>The request line, once it has been read.</summary>
    public RequestLine? Line { get; private set; }

    /// <summary>The fields read so far.</summary>
    public FieldSection Fields => _fields.Fields;

    /// <summary>Whether the whole head has been read.</summary>
    public bool IsComplete => _fields.IsComplete;

    /// <summary>Why this is not the head of a request, or null.</summary>
    public RejectionReason? Rejected => _rejectedLine ?? _fields.Rejected;

    /// <summary>Takes the complete lines of the head, and returns how many bytes they were.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (Line is null)
        {
            var found = _scanner.TryFind(bytes[taken..], out var length, out _rejectedLine);
            if (length + _emptyLines > maxRequestLine)
                _rejectedLine = RejectionReason.RequestLineTooLong;
            if (!found || _rejectedLine is not null)
                return taken;

            if (length == 0)
                _emptyLines += 2; // Empty lines before the request line are ignored (RFC 9112 §2.2).
            else
                Read(bytes.Slice(taken, length));
            taken += length + 2;
            if (_rejectedLine is not null)
                return taken;
        }

        return taken + _fields.Take(bytes[taken..]);
    }

    private void Read(ReadOnlySpan<byte> line)
    {
        var parsed = RequestLine.Parse(line);
        _rejectedLine = parsed.Rejected;
        if (parsed.Rejected is null)
            Line = parsed.Value;
    }
}
