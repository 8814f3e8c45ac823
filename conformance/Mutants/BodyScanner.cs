using System.Globalization;
using System.Text;
using ConformanceKit.Wire;

namespace ConformanceKit.Mutants;

/// <summary>Finds the end of a body in octets that come in any portions (RFC 9112 §6.3, §7.1). A malformed one never ends.</summary>
internal sealed class BodyScanner(BodyFraming framing)
{
    private readonly StringBuilder line = new();
    private long left = framing.Rule == FramingRule.Length ? framing.Length : 0;
    private bool inTrailers;
    private bool isMalformed = framing.Rule is FramingRule.UntilClose or FramingRule.Invalid;
    private bool isBehindData;
    private bool isOver = framing.Rule == FramingRule.NoBody;

    /// <summary>Whether the body is over.</summary>
    public bool IsComplete => isOver || (framing.Rule == FramingRule.Length && left == 0);

    /// <summary>How many of these octets belong to the body.</summary>
    public int Take(ReadOnlySpan<byte> octets)
    {
        var taken = 0;
        while (taken < octets.Length && !IsComplete)
        {
            if (isMalformed) return octets.Length;
            if (left > 0)
            {
                var count = (int)Math.Min(left, octets.Length - taken);
                left -= count;
                taken += count;
                isBehindData = framing.Rule == FramingRule.Chunked && left == 0;
            }
            else if (octets[taken++] is var octet && octet != '\n')
            {
                line.Append((char)octet);
            }
            else
            {
                EndLine(line.ToString().TrimEnd('\r'));
                line.Clear();
            }
        }
        return taken;
    }

    // Chunked: a size, its data with a line end, and behind the last chunk the trailers with an empty line.
    private void EndLine(string text)
    {
        if (isBehindData)
        {
            isBehindData = false;
            isMalformed = text.Length > 0;
        }
        else if (inTrailers)
        {
            isOver = text.Length == 0;
        }
        else
        {
            isMalformed = !long.TryParse(text.Split(';')[0].TrimWhitespace(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out left)
                || left < 0;
            inTrailers = left == 0;
        }
    }
}
