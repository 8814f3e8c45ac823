using System.Text;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// Reads a field section up to and including the empty line that ends it, from bytes that arrive in pieces of any size
/// (RFC 9112 §5). Serves the header section of both directions and the trailer section of a chunked body.
/// </summary>
/// <param name="limit">The largest section that is accepted, in bytes.</param>
/// <param name="isRequest">Requests are read strictly; responses with the repairs that RFC 9112 §5.1 and §5.2 require.</param>
internal sealed class FieldSectionParser(int limit, bool isRequest)
{
    private readonly List<FieldLine> _lines = new(8);
    private LineScanner _scanner;
    private StringBuilder? _folded;
    private FieldSection? _fields;
    private int _size;

    /// <summary>Whether the empty line has been read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Why this is not a field section, or null.</summary>
    public RejectionReason? Rejected { get; private set; }

    /// <summary>The fields read.</summary>
    public FieldSection Fields
    {
        get
        {
            EndFold();
            return _fields ??= new(_lines);
        }
    }

    /// <summary>Takes all complete lines, and returns how many bytes they were.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (!IsComplete && Rejected is null)
        {
            var found = _scanner.TryFind(bytes[taken..], out var length, out var rejected);
            Rejected = _size + length > limit ? RejectionReason.FieldsTooLarge : rejected;
            if (!found || Rejected is not null)
                break;

            if (length == 0)
                IsComplete = true;
            else
                Rejected = Add(bytes.Slice(taken, length));
            taken += length + 2;
            _size += length + 2;
        }

        return taken;
    }

    private RejectionReason? Add(ReadOnlySpan<byte> line)
    {
        if (OptionalWhitespace.Is(line[0]))
            return Unfold(line);

        EndFold();
        var field = FieldLine.Parse(line, isRequest);
        if (field.Rejected is null)
            _lines.Add(field.Value);
        return field.Rejected;
    }

    /// <summary>A folded line: rejected in a request, joined with one space in a response (RFC 9112 §5.2).</summary>
    private RejectionReason? Unfold(ReadOnlySpan<byte> line)
    {
        if (_lines.Count == 0)
            return RejectionReason.WhitespaceBeforeFirstField;
        if (isRequest)
            return RejectionReason.ObsoleteLineFolding;

        // A value may have thousands of folds: they are joined once, after the last one.
        _folded ??= new(_lines[^1].Value);
        var continuation = OptionalWhitespace.Trim(line);
        if (_folded.Length > 0 && !continuation.IsEmpty)
            _folded.Append(' ');
        _folded.Append(Encoding.Latin1.GetString(continuation));
        return null;
    }

    private void EndFold()
    {
        if (_folded is null)
            return;
        _lines[^1] = _lines[^1] with { Value = _folded.ToString() };
        _folded = null;
    }
}
