using System.Globalization;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary><c>Max-Forwards = 1*DIGIT</c>, which counts for TRACE and OPTIONS only (RFC 9110 §7.6.2).</summary>
internal static class MaxForwards
{
    /// <summary>How often the request may still be forwarded; null when it does not say, or the method does not count.</summary>
    public static Parsed<int?> Parse(string method, FieldSection fields)
    {
        if (method is not ("TRACE" or "OPTIONS") || !fields.Has("Max-Forwards"))
            return (int?)null;

        var values = fields.Values("Max-Forwards");
        if (values.Count > 1 || values[0].Length == 0 || !values[0].All(char.IsAsciiDigit))
            return RejectionReason.InvalidMaxForwards;

        // A number too large to count is replaced by the largest this proxy can.
        return int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? left : int.MaxValue;
    }

    /// <summary>The value to forward: one less.</summary>
    public static string Decremented(int left) => (left - 1).ToString(CultureInfo.InvariantCulture);
}
