using System.Buffers;
using System.Text;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// Composes a head: start line, field lines, empty line, each ended with CRLF (RFC 9112 §2.1). A line can be given in pieces,
/// which are joined in the buffer that is sent.
/// </summary>
internal sealed class HeadWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    /// <summary>Starts with a request line or status line.</summary>
    public HeadWriter(params ReadOnlySpan<string> startLine) => Line(startLine);

    /// <summary>Adds a field line.</summary>
    public HeadWriter Field(string name, params ReadOnlySpan<string> value)
    {
        Text(name);
        _bytes.Write(": "u8);
        return Line(value);
    }

    /// <summary>Adds field lines as they are.</summary>
    public HeadWriter Fields(IReadOnlyList<FieldLine> lines)
    {
        for (var at = 0; at < lines.Count; at++)
            Field(lines[at].Name, lines[at].Value);
        return this;
    }

    /// <summary>Ends the head with the empty line, followed by <paramref name="content"/>, and returns the bytes.</summary>
    public ReadOnlyMemory<byte> End(ReadOnlySpan<byte> content = default)
    {
        Line([]);
        _bytes.Write(content);
        return _bytes.WrittenMemory;
    }

    private HeadWriter Line(ReadOnlySpan<string> pieces)
    {
        foreach (var piece in pieces)
            Text(piece);
        _bytes.Write("\r\n"u8);
        return this;
    }

    private void Text(string text) => Encoding.Latin1.GetBytes(text, _bytes);
}
