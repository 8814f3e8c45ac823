using System.Globalization;
using System.Text.RegularExpressions;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Reads a Content-Length as careless proxies do.</summary>
internal static partial class ContentLengths
{
    /// <summary>What C's <c>strtol()</c> reads, decimal or hexadecimal; null if negative or without a digit.</summary>
    public static int? Strtol(string value)
    {
        var number = Number().Match(value);
        if (!number.Success)
            return null;
        return number.Groups["hex"] is { Success: true, Value: var digits }
            ? int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : int.Parse(number.Groups["decimal"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\+?(?:0[xX](?<hex>[0-9a-fA-F]{1,7})|(?<decimal>[0-9]{1,9}(?![0-9])))")]
    private static partial Regex Number();
}
