using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine;

/// <summary>What is wrong with a command line, in one line: what, where, and what to do.</summary>
internal static class WrongUsage
{
    // What to give for an argument that is missing.
    private static readonly Dictionary<string, string> s_examples = new()
    {
        ["explain"] = "an ID, one of those that 'list' shows",
        ["try"] = "a REQUEST in quotes, such as \"CONNECT example.test:443\"",
        ["report"] = "a FILE that 'run --json' wrote",
        ["diff"] = "two files that 'run --json' wrote, OLD and NEW",
    };

    /// <summary>What is wrong, or null if nothing is.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="program">The program's name.</param>
    public static string? Of(ParseResult parsed, string program)
    {
        var command = parsed.CommandResult.Command;
        var help = command is RootCommand ? "See '--help'." : $"See '{command.Name} --help'.";

        // 1. An option that does not exist; the parser passes it to an argument that takes any text.
        var arguments = parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens)
            .Select(token => token.Value);
        if (arguments.Concat(parsed.UnmatchedTokens).FirstOrDefault(token => token is ['-', _, ..]) is { } option)
        {
            var name = command is RootCommand ? program : command.Name;
            return $"{name} has no option '{option}'.{Closest.Hint(option, command.Options.Select(known => known.Name))} {help}";
        }

        // 2. An option of a run before another command, which would do nothing.
        if (command is not RootCommand && GivenBefore(parsed) is { } early)
            return $"{early} comes before '{command.Name}': give options after the command that they belong to. {help}";

        // 3. A command that does not exist, or an argument too many.
        if (parsed.UnmatchedTokens is [var extra, ..])
        {
            return command is RootCommand
                ? $"There is no command '{extra}'.{CommandHint(extra, command)} {help}"
                : $"{command.Name} takes {Taken(command)}; '{extra}' is one too many. {help}";
        }

        // 4. Something that is missing, or a wrong value. The parser's own messages may have several lines.
        return parsed.Errors is [var error, ..] ? Of(error, command, help) : null;
    }

    // Nobody gave what has its default.
    private static string? GivenBefore(ParseResult parsed) => parsed.RootCommandResult.Children.OfType<OptionResult>()
        .FirstOrDefault(option => !option.Implicit && option.Option is not (HelpOption or VersionOption))?.Option.Name;

    private static string CommandHint(string extra, Command root) =>
        ProxyAddress.Hint(extra) is { Length: > 0 } address ? address
        : Closest.Hint(extra, root.Subcommands.Select(known => known.Name)) is { Length: > 0 } command ? command
        : $" If that is a proxy, grade it with 'run {extra}'.";

    private static string Of(ParseError error, Command command, string help) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Parent: CommandResult } => $"{command.Name} needs {s_examples[command.Name]}. {help}",
        ArgumentResult { Tokens.Count: 0, Parent: OptionResult option } => Missing(option, help),
        OptionResult { Tokens.Count: 0 } option => Missing(option, help),
        OptionResult { IdentifierTokenCount: > 1, Option: { Arity.MaximumNumberOfValues: 1 } option } =>
            $"{option.Name} is given more than once: give it once.",
        _ => string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
    };

    private static string Missing(OptionResult option, string help) =>
        $"{option.Option.Name} needs a value: {option.Option.Name} {option.Option.HelpName}. {help}";

    private static string Taken(Command command) => (command.Name, command.Arguments.Count) switch
    {
        ("explain", _) => "one proxy",
        ("try", _) => "one request, in quotes, and one proxy",
        (_, 0) => "no argument",
        _ => $"only {string.Join(" and ", command.Arguments.Select(argument => argument.Name))}",
    };
}
