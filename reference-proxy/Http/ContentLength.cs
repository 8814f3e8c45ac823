using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary><c>Content-Length = 1*DIGIT</c> (RFC 9110 §8.6).</summary>
internal static class ContentLength
{
    /// <summary>
    /// The one length, null when there is none. A repeated identical value counts once; everything else is rejected
    /// (RFC 9112 §6.3, item 5).
    /// </summary>
    public static Parsed<long?> Parse(FieldSection fields)
    {
        if (!fields.Has("Content-Length"))
            return (long?)null;

        var values = fields.Values("Content-Length").SelectMany(v => v.Split(',', StringSplitOptions.TrimEntries)).ToList();
        if (!values.TrueForAll(v => v.Length > 0 && v.All(char.IsAsciiDigit)))
            return RejectionReason.InvalidContentLength;
        if (values.Distinct(StringComparer.Ordinal).Count() > 1)
            return RejectionReason.DifferingContentLengths;
        return long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? length
            : RejectionReason.InvalidContentLength;
    }
}
