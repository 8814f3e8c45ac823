using System.Globalization;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Forwarding;

/// <summary><c>Max-Forwards = 1*DIGIT</c>, which applies to TRACE and OPTIONS only (RFC 9110 §7.6.2).</summary>
internal static class MaxForwards
{
    /// <summary>
    /// How many more times the request may be forwarded; null if it does not say, or if its method is another one.
    /// </summary>
    public static Parsed<int?> Parse(string method, FieldSection fields)
    {
        if (method is not ("TRACE" or "OPTIONS") || !fields.Has("Max-Forwards"))
            return (int?)null;

        var values = fields.Values("Max-Forwards");
        if (values.Count > 1 || values[0].Length == 0 || !values[0].All(char.IsAsciiDigit))
            return RejectionReason.InvalidMaxForwards;

        // Values beyond int.MaxValue are clamped.
        return int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var left) ? left : int.MaxValue;
    }

    /// <summary>The value to forward: one less.</summary>
    public static string Decremented(int left) => (left - 1).ToString(CultureInfo.InvariantCulture);
}
