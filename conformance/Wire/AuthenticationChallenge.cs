using System.Text.RegularExpressions;

namespace ConformanceKit.Wire;

/// <summary>One challenge of a WWW-Authenticate or Proxy-Authenticate field (RFC 9110 §11.3).</summary>
/// <param name="Scheme">The scheme, as written; compare it ignoring case.</param>
/// <param name="Parameters">Its parameters, unquoted; keys ignore case.</param>
public sealed partial record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>Reads the challenges of all lines of a field, in order. Whatever matches no grammar is skipped.</summary>
    /// <param name="values">The lines' values.</param>
    /// <returns>The challenges.</returns>
    public static IReadOnlyList<AuthenticationChallenge> Parse(IEnumerable<string> values)
    {
        var challenges = new List<(string Scheme, Dictionary<string, string> Parameters)>();
        foreach (var element in values.SelectMany(Elements).Select(element => element.TrimWhitespace()))
        {
            // A scheme begins a challenge. A comma separates both challenges and the parameters within one.
            var rest = element;
            if (Beginning().Match(element) is { Success: true } beginning)
            {
                challenges.Add((beginning.Groups["scheme"].Value, new(StringComparer.OrdinalIgnoreCase)));
                rest = beginning.Groups["rest"].Value;
            }

            if (challenges.Count > 0 && Parameter().Match(rest) is { Success: true } parameter)
                challenges[^1].Parameters[parameter.Groups["key"].Value] = Unquoted(parameter.Groups["value"].Value);
        }

        return [.. challenges.Select(challenge => new AuthenticationChallenge(challenge.Scheme, challenge.Parameters))];
    }

    // What commas separate, except inside a quoted string. A regular expression would look for the end of a string that has none
    // anew at each of its quotes.
    private static IEnumerable<string> Elements(string value)
    {
        var (start, isQuoted) = (0, false);
        for (var at = 0; at < value.Length; at++)
        {
            if (isQuoted && value[at] == '\\')
            {
                at++;
            }
            else if (value[at] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (value[at] == ',' && !isQuoted)
            {
                yield return value[start..at];
                start = at + 1;
            }
        }

        yield return value[start..];
    }

    private static string Unquoted(string value) => value.StartsWith('"') ? Escape().Replace(value[1..^1], "$1") : value;

    [GeneratedRegex(@"^(?<scheme>[!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:$|(?>[ \t]+)(?!=)(?<rest>.*)$)", RegexOptions.Singleline)]
    private static partial Regex Beginning();

    [GeneratedRegex(
        """^(?<key>[!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*(?<value>"(?:[^"\\]|\\.)*"|[!#$%&'*+.^_`|~0-9A-Za-z-]+)$""")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();
}
