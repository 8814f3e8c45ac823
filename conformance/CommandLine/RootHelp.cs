using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Reflection;

namespace ConformanceKit.CommandLine;

/// <summary>
/// The library's help, except that its examples are those of the suite, and that the list of commands shows which arguments are
/// optional: <c>run [&lt;PROXY&gt;...]</c>.
/// </summary>
/// <param name="library">The library's help.</param>
/// <param name="suite">The assembly with the scenarios.</param>
internal sealed class RootHelp(HelpAction library, Assembly suite) : SynchronousCommandLineAction
{
    /// <summary>Makes this the help of a command and of its subcommands.</summary>
    public static void Use(RootCommand root, Assembly suite)
    {
        var option = root.Options.OfType<HelpOption>().Single();
        option.Action = new RootHelp((HelpAction)option.Action!, suite);
    }

    /// <inheritdoc/>
    public override bool Terminating => library.Terminating;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => library.ClearsParseErrors;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        SuiteExamples.Of(suite).FillIn(parseResult.CommandResult.Command);
        if (parseResult.CommandResult.Command is not RootCommand root)
            return library.Invoke(parseResult);

        // 1. What the library writes.
        var output = parseResult.InvocationConfiguration.Output;
        using var text = new StringWriter();
        parseResult.InvocationConfiguration.Output = text;
        var exitCode = library.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output = output;

        // 2. The commands' own lines change, and so does the column in which their descriptions begin.
        var names = root.Subcommands.Select(command => (Old: Label(command, Plain), New: Label(command, Usage))).ToList();
        var column = names.Max(name => name.Old.Length) + 4;
        var wider = names.Max(name => name.New.Length) + 4 - column;
        var inCommands = false;
        foreach (var line in text.ToString().TrimEnd('\n', '\r').Split(Environment.NewLine))
        {
            inCommands |= line == "Commands:";
            var (old, name) = names.Find(known => line.StartsWith($"  {known.Old} ", StringComparison.Ordinal));
            output.WriteLine(
                !inCommands || line.Length <= column ? line
                : old is null ? $"{new string(' ', wider)}{line}"
                : $"  {name.PadRight(column + wider - 2)}{line[column..]}");
        }

        return exitCode;
    }

    private static string Label(Command command, Func<Argument, string> argument) =>
        string.Join(' ', command.Arguments.Select(argument).Prepend(command.Name));

    private static string Plain(Argument argument) => $"<{argument.Name}>";

    private static string Usage(Argument argument)
    {
        var text = Plain(argument) + (argument.Arity.MaximumNumberOfValues > 1 ? "..." : "");
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{text}]" : text;
    }
}
