using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Clients;

/// <summary>
/// Splits a command as a POSIX shell does (quotes and backslashes), without running one: whatever needs a shell is an error.
/// </summary>
internal static class CommandWords
{
    private const string Operators = "|&;<>()";
    private const string Expansions = "$`";
    private const string EscapedInQuotes = "$`\"\\";

    /// <summary>The words of a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="option">The option that it came with, for messages.</param>
    /// <exception cref="UsageException">It cannot be split.</exception>
    public static IReadOnlyList<string> Split(string command, string option)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        for (var at = 0; at < command.Length; at++)
        {
            var c = command[at];
            if (c is ' ' or '\t' or '\n')
            {
                if (word is not null)
                    words.Add(word.ToString());
                word = null;
                continue;
            }

            word ??= new();
            if (c == '\'')
                at = Literal(command, at, word, option);
            else if (c == '"')
                at = Quoted(command, at, word, option);
            else if (c == '\\')
                word.Append(++at < command.Length ? command[at] : throw new UsageException($"{option}: ends with a backslash."));
            else
                word.Append(Plain(c, Operators + Expansions, option));
        }

        if (word is not null)
            words.Add(word.ToString());
        return words;
    }

    private static int Literal(string command, int open, StringBuilder word, string option)
    {
        var close = command.IndexOf('\'', open + 1);
        if (close < 0)
            throw new UsageException($"{option}: a single quote is never closed.");
        word.Append(command, open + 1, close - open - 1);
        return close;
    }

    private static int Quoted(string command, int open, StringBuilder word, string option)
    {
        for (var at = open + 1; at < command.Length; at++)
        {
            if (command[at] == '"')
                return at;
            var isEscaped = command[at] == '\\' && at + 1 < command.Length
                && EscapedInQuotes.Contains(command[at + 1], StringComparison.Ordinal);
            if (isEscaped)
                word.Append(command[++at]);
            else
                word.Append(Plain(command[at], Expansions, option));
        }

        throw new UsageException($"{option}: a double quote is never closed.");
    }

    private static char Plain(char c, string special, string option) => !special.Contains(c, StringComparison.Ordinal) ? c
        : throw new UsageException(
            $"{option}: no shell runs it, so '{c}' has no meaning: quote it, or put the command in a script.");
}
