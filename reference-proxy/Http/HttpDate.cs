using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary><c>HTTP-date</c>, in its preferred form (RFC 9110 §5.6.7).</summary>
internal static class HttpDate
{
    /// <summary>The current time as an IMF-fixdate, the value of Date.</summary>
    public static string Now() => DateTimeOffset.UtcNow.ToString("r", CultureInfo.InvariantCulture);
}
