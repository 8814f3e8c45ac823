using System.Globalization;
using ConformanceKit.Model;

namespace ConformanceKit.Origins;

/// <summary>
/// The range from which origins take their ports: a proxy has to allow all of it. Scenarios about well-known ports use those too.
/// </summary>
/// <param name="First">The lowest port.</param>
/// <param name="Last">The highest port.</param>
public sealed record OriginPorts(int First, int Last)
{
    // Scenarios run at once, each with several origins, and a port should rest before it is used again.
    private const int Fewest = 100;

    /// <summary>Ports below those that Linux uses for outgoing connections.</summary>
    public static OriginPorts Default { get; } = new(20_000, 32_767);

    /// <summary>How many ports there are.</summary>
    internal int Count => Last - First + 1;

    /// <summary>Reads <c>A-B</c>.</summary>
    /// <param name="text">The value of <c>--origin-ports</c>.</param>
    /// <returns>The range.</returns>
    /// <exception cref="UsageException">It is not a range of at least 100 ports.</exception>
    public static OriginPorts Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ends = text.Split('-');
        if (ends.Length != 2 || !IsPort(ends[0], out var first) || !IsPort(ends[1], out var last) || last - first + 1 < Fewest)
            throw new UsageException($"--origin-ports {text}: give at least {Fewest} ports from 1 to 65535, such as {Default}.");
        return new(first, last);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool IsPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}
