using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary><c>HTTP-date</c>, in its preferred form (RFC 9110 §5.6.7).</summary>
internal static class HttpDate
{
    // It has no fractions of a second, so one text serves a whole second.
    private static Formatted s_last = new(0, "");

    /// <summary>The current time as an IMF-fixdate, the value of Date.</summary>
    public static string Now()
    {
        var now = DateTimeOffset.UtcNow;
        var last = Volatile.Read(ref s_last);
        if (last.Second != now.ToUnixTimeSeconds())
            Volatile.Write(ref s_last, last = new(now.ToUnixTimeSeconds(), now.ToString("r", CultureInfo.InvariantCulture)));
        return last.Text;
    }

    private sealed record Formatted(long Second, string Text);
}
