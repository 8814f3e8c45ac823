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
        foreach (var element in values.SelectMany(value => Element().Matches(value))
            .Select(match => match.Value.TrimWhitespace()))
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

    private static string Unquoted(string value) => value.StartsWith('"') ? Escape().Replace(value[1..^1], "$1") : value;

    [GeneratedRegex("""(?:[^",]|"(?:[^"\\]|\\.)*")+""")]
    private static partial Regex Element();

    [GeneratedRegex(@"^(?<scheme>[!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:$|[ \t]+(?![ \t]*=)(?<rest>.*)$)", RegexOptions.Singleline)]
    private static partial Regex Beginning();

    [GeneratedRegex(
        """^(?<key>[!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*=[ \t]*(?<value>"(?:[^"\\]|\\.)*"|[!#$%&'*+.^_`|~0-9A-Za-z-]+)$""")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();
}
