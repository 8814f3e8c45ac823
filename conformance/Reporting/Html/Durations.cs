using System.Globalization;

namespace ConformanceKit.Reporting.Html;

/// <summary>Times as people read them.</summary>
internal static class Durations
{
    /// <summary>Milliseconds with one decimal where they are few.</summary>
    public static string Milliseconds(double value) =>
        value.ToString(value < 100 ? "0.0" : "0", CultureInfo.InvariantCulture) + " ms";

    /// <summary>Milliseconds as seconds.</summary>
    public static string Seconds(double milliseconds) =>
        (milliseconds / 1000).ToString("0.0", CultureInfo.InvariantCulture) + " s";
}
