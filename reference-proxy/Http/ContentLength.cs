using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary><c>Content-Length = 1*DIGIT</c> (RFC 9110 §8.6).</summary>
internal static class ContentLength
{
    /// <summary>
    /// The length, or null if there is none. Repeated identical values count as one; everything else is rejected (RFC 9112 §6.3,
    /// item 5).
    /// </summary>
    public static Parsed<long?> Parse(FieldSection fields)
    {
        if (!fields.Has("Content-Length"))
            return (long?)null;

        var last = ReadOnlySpan<char>.Empty;
        var differ = false;
        foreach (var line in fields.Lines)
        {
            if (!line.Is("Content-Length"))
                continue;
            foreach (var member in line.Value.AsSpan().Split(','))
            {
                var value = OptionalWhitespace.Trim(line.Value.AsSpan(member));
                if (value.IsEmpty || value.ContainsAnyExceptInRange('0', '9'))
                    return RejectionReason.InvalidContentLength;
                differ |= !last.IsEmpty && !value.SequenceEqual(last);
                last = value;
            }
        }

        if (differ)
            return RejectionReason.DifferingContentLengths;
        return long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : RejectionReason.InvalidContentLength;
    }
}
