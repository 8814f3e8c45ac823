using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Dialling;

/// <summary>Ports from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public readonly record struct PortRange(int First, int Last)
{
    /// <summary>Whether the range contains the port.</summary>
    public bool Contains(int port) => port >= First && port <= Last;

    /// <summary>Reads <c>443</c> or <c>8000-8999</c>.</summary>
    /// <exception cref="FormatException">The text is neither, or a number is not between 1 and 65535.</exception>
    public static PortRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ends = text.Split('-', 2).Select(Number).ToArray();
        return ends[0] <= ends[^1] ? new PortRange(ends[0], ends[^1]) : throw Wrong(text);

        int Number(string digits) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
                ? port
                : throw Wrong(text);
    }

    private static FormatException Wrong(string text) =>
        new($"'{text}' is not a port or a range of ports, such as 443 or 8000-8999.");
}
