using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>Numbers as they are shown: with three significant digits, whatever their size.</summary>
internal static class Numbers
{
    /// <summary>Formats a value.</summary>
    public static string Value(double value) => value.ToString(Math.Abs(value) switch
    {
        >= 100 => "N0",
        >= 10 => "N1",
        >= 1 => "N2",
        _ => "N3",
    }, CultureInfo.InvariantCulture);

    /// <summary>Formats a median with its spread, if there are at least two values.</summary>
    public static string Value(Statistics statistics) => Value(statistics.Median) + statistics switch
    {
        { Count: < 2 } => "",
        { Spread: < 10 } => string.Create(CultureInfo.InvariantCulture, $" ±{statistics.Spread * 100:N0}%"),
        _ => " ±++",
    };

    /// <summary>Formats a ratio.</summary>
    public static string Ratio(double ratio) => ratio.ToString(ratio >= 100 ? "N0" : "N2", CultureInfo.InvariantCulture);
}
