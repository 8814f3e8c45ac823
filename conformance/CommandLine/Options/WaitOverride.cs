using System.CommandLine;
using System.Globalization;
using ConformanceKit.Model;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Reads <c>--wait NAME=TIME</c>.</summary>
internal static class WaitOverride
{
    private static readonly Dictionary<string, Func<Waits, TimeSpan, Waits>> s_setters = new()
    {
        ["reply"] = (waits, time) => waits with { Reply = time },
        ["quiet"] = (waits, time) => waits with { Quiet = time },
        ["segment"] = (waits, time) => waits with { Segment = time },
        ["dial"] = (waits, time) => waits with { Dial = time },
        ["scenario"] = (waits, time) => waits with { Scenario = time },
        ["page"] = (waits, time) => waits with { Page = time },
        ["nightly"] = (waits, time) => waits with { Nightly = time },
        ["idle"] = (waits, time) => waits with { Idle = time },
        ["restart"] = (waits, time) => waits with { Restart = time },
    };

    /// <summary>The option.</summary>
    /// <param name="description">Which waits there are.</param>
    public static Option<string[]> Option(string description) =>
        new("--wait") { HelpName = "NAME=TIME", Description = description };

    /// <summary>Applies the overrides to the defaults.</summary>
    /// <exception cref="UsageException">One of them is not <c>NAME=TIME</c>.</exception>
    public static Waits Apply(IEnumerable<string> overrides) => overrides.Aggregate(new Waits(), Apply);

    /// <summary>Every wait in milliseconds, for the report.</summary>
    public static IReadOnlyDictionary<string, double> InMilliseconds(Waits waits) => new Dictionary<string, double>
    {
        ["reply"] = waits.Reply.TotalMilliseconds,
        ["quiet"] = waits.Quiet.TotalMilliseconds,
        ["segment"] = waits.Segment.TotalMilliseconds,
        ["dial"] = waits.Dial.TotalMilliseconds,
        ["scenario"] = waits.Scenario.TotalMilliseconds,
        ["page"] = waits.Page.TotalMilliseconds,
        ["nightly"] = waits.Nightly.TotalMilliseconds,
        ["idle"] = waits.Idle.TotalMilliseconds,
        ["restart"] = waits.Restart.TotalMilliseconds,
    };

    private static Waits Apply(Waits waits, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0 || Time(text[(equals + 1)..]) is not { } time)
            throw new UsageException($"--wait '{text}' is not NAME=TIME, for instance quiet=500ms or reply=20s.");
        var name = text[..equals];
        return s_setters.TryGetValue(name, out var set)
            ? set(waits, time)
            : throw new UsageException(
                $"--wait: there is no wait '{name}'; the waits are "
                + $"{string.Join(", ", s_setters.Keys)}.{Closest.Hint(name, s_setters.Keys)}");
    }

    private static TimeSpan? Time(string text)
    {
        var (number, unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 1.0)
            : text.EndsWith('s') ? (text[..^1], 1000.0)
            : text.EndsWith('m') ? (text[..^1], 60_000.0)
            : text.EndsWith('h') ? (text[..^1], 3_600_000.0)
            : ("", 0.0);
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value * unit is > 0 and <= 86_400_000
                ? TimeSpan.FromMilliseconds(value * unit)
                : null;
    }
}
