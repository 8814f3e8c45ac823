using System.Globalization;
using System.Text;
using ConformanceKit.Wire;

namespace ConformanceKit.Mutants;

/// <summary>
/// Finds the end of a body in bytes that arrive in pieces of any size (RFC 9112 §6.3, §7.1). A malformed body never ends.
/// </summary>
internal sealed class BodyScanner(BodyFraming framing)
{
    private readonly StringBuilder _line = new();
    private long _left = framing.Rule == FramingRule.Length ? framing.Length : 0;
    private bool _inTrailers;
    private bool _isMalformed = framing.Rule is FramingRule.UntilClose or FramingRule.Invalid;
    private bool _isAfterData;
    private bool _isOver = framing.Rule == FramingRule.NoBody;

    /// <summary>Whether the body is over.</summary>
    public bool IsComplete => _isOver || (framing.Rule == FramingRule.Length && _left == 0);

    /// <summary>How many of these bytes belong to the body.</summary>
    public int Take(ReadOnlySpan<byte> bytes)
    {
        var taken = 0;
        while (taken < bytes.Length && !IsComplete)
        {
            if (_isMalformed)
                return bytes.Length;
            if (_left > 0)
            {
                var count = (int)Math.Min(_left, bytes.Length - taken);
                _left -= count;
                taken += count;
                _isAfterData = framing.Rule == FramingRule.Chunked && _left == 0;
            }
            else if (bytes[taken++] is var b && b != '\n')
            {
                _line.Append((char)b);
            }
            else
            {
                EndLine(_line.ToString().TrimEnd('\r'));
                _line.Clear();
            }
        }
        return taken;
    }

    // Chunked: each chunk is a size and its data with a line end; after the last chunk come the trailers and an empty line.
    private void EndLine(string text)
    {
        if (_isAfterData)
        {
            _isAfterData = false;
            _isMalformed = text.Length > 0;
        }
        else if (_inTrailers)
        {
            _isOver = text.Length == 0;
        }
        else
        {
            _isMalformed = !long.TryParse(text.Split(';')[0].TrimWhitespace(), NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture, out _left)
                || _left < 0;
            _inTrailers = _left == 0;
        }
    }
}
