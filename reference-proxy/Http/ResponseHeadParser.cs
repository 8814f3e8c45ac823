namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>Reads the head of an origin's response from bytes that arrive in pieces of any size (RFC 9112 §4, §5).</summary>
internal sealed class ResponseHeadParser(int limit)
{
    private readonly FieldSectionParser _fields = new(limit, isRequest: false);
    private LineScanner _scanner;
    private RejectionReason? _rejectedLine;

    /// <summary>The status line, once it has been read.</summary>
    public StatusLine? Line { get; private set; }

    /// <summary>The fields read so far.</summary>
    public FieldSection Fields => _fields.Fields;

    /// <summary>Whether the whole head has been read.</summary>
    public bool IsComplete => _fields.IsComplete;

    /// <summary>Why this is not the head of a response: too large, or not HTTP/1.1 at all.</summary>
    public RejectionReason? Rejected => (_rejectedLine ?? _fields.Rejected) switch
    {
        null => null,
        RejectionReason.FieldsTooLarge => RejectionReason.ResponseHeadTooLarge,
        _ => RejectionReason.InvalidResponse,
    };

    /// <summary>Takes the complete lines of the head, and returns how many bytes they were.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        if (Line is null)
        {
            var found = _scanner.TryFind(bytes, out var length, out _rejectedLine);
            if (length > limit)
                _rejectedLine = RejectionReason.FieldsTooLarge;
            if (!found || _rejectedLine is not null)
                return 0;

            var parsed = StatusLine.Parse(bytes[..length]);
            taken = length + 2;
            _rejectedLine = parsed.Rejected;
            if (_rejectedLine is not null)
                return taken;
            Line = parsed.Value;
        }

        return taken + _fields.Take(bytes[taken..]);
    }
}
