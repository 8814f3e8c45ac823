using System.CommandLine;
using ConformanceKit.Model;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Reads an argument that may be given several times.</summary>
internal static class GivenNames
{
    /// <summary>The values.</summary>
    /// <exception cref="UsageException">One of them is an unknown option: the parser takes it for another value.</exception>
    public static IReadOnlyList<string> Of(ParseResult parsed, Argument<string[]> argument)
    {
        var given = parsed.GetValue(argument) ?? [];
        var command = parsed.CommandResult.Command;
        return given.FirstOrDefault(name => name.StartsWith('-')) is not { } unknown
            ? given
            : throw new UsageException(
                $"{command.Name} has no option "
                + $"'{unknown}'.{Closest.Hint(unknown, command.Options.Select(option => option.Name))}");
    }
}
