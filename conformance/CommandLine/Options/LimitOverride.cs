using System.CommandLine;
using System.Globalization;
using ConformanceKit.Model;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Reads <c>--limit NAME=NUMBER</c>.</summary>
internal static class LimitOverride
{
    private static readonly Dictionary<string, Func<Limits, int, Limits>> s_setters = new()
    {
        ["bytes"] = (limits, number) => limits with { Bytes = number },
        ["messages"] = (limits, number) => limits with { Messages = number },
        ["lines"] = (limits, number) => limits with { Lines = number },
        ["connections"] = (limits, number) => limits with { Connections = number },
    };

    /// <summary>The option.</summary>
    public static Option<string[]> Option() => new("--limit")
    {
        HelpName = "NAME=NUMBER",
        Description = "Change how much whoever is graded may send that nobody sent to it (bytes, messages, lines, connections), "
            + "e.g. bytes=8388608",
    };

    /// <summary>Applies the overrides to the defaults.</summary>
    /// <exception cref="UsageException">One of them is not <c>NAME=NUMBER</c>.</exception>
    public static Limits Apply(IEnumerable<string> overrides) => overrides.Aggregate(new Limits(), Apply);

    /// <summary>Every limit by its name, for the report.</summary>
    public static IReadOnlyDictionary<string, long> ForReport(Limits limits) => new Dictionary<string, long>
    {
        ["bytes"] = limits.Bytes,
        ["messages"] = limits.Messages,
        ["lines"] = limits.Lines,
        ["connections"] = limits.Connections,
    };

    private static Limits Apply(Limits limits, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0
            || !int.TryParse(text[(equals + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number == 0)
        {
            throw new UsageException($"--limit '{text}' is not NAME=NUMBER, for instance bytes=8388608 or connections=5000.");
        }

        var name = text[..equals];
        return s_setters.TryGetValue(name, out var set)
            ? set(limits, number)
            : throw new UsageException(
                $"--limit: there is no limit '{name}'; the limits are "
                + $"{string.Join(", ", s_setters.Keys)}.{Closest.Hint(name, s_setters.Keys)}");
    }
}
