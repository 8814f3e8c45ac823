using System.Text;
using System.Text.RegularExpressions;

namespace ConformanceKit.Containers;

/// <summary>
/// The patterns of a <c>.dockerignore</c> file: one on each line, <c>#</c> begins a comment, <c>!</c> takes back what an earlier
/// line left out, and the last line that matches decides. <c>*</c> and <c>?</c> stay within one part of a path, <c>**</c> goes
/// over any number of parts.
/// </summary>
internal sealed class DockerIgnore
{
    private readonly List<(Regex Pattern, bool LeavesOut)> _rules = [];

    /// <summary>The rules of a build context.</summary>
    /// <param name="lines">The lines of its <c>.dockerignore</c>; none where it has no such file.</param>
    public DockerIgnore(IEnumerable<string> lines)
    {
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            var leavesOut = line[0] != '!';
            var pattern = (leavesOut ? line : line[1..].Trim()).Replace('\\', '/').Trim('/');
            if (pattern is not "" and not ".")
                _rules.Add((new(Expression(pattern), RegexOptions.CultureInvariant), leavesOut));
        }
    }

    /// <summary>Whether a path is left out of the context.</summary>
    /// <param name="path">Relative to the context, with <c>/</c> between its parts.</param>
    public bool LeavesOut(string path)
    {
        var isOut = false;
        foreach (var (pattern, leavesOut) in _rules)
        {
            if (pattern.IsMatch(path))
                isOut = leavesOut;
        }

        return isOut;
    }

    /// <summary>Whether a later line may take back something inside a folder that is left out.</summary>
    public bool TakesBack => _rules.Any(rule => !rule.LeavesOut);

    // What a pattern matches is left out with everything in it.
    private static string Expression(string pattern)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var rest = pattern.AsSpan(i);
            if (rest.StartsWith("**/"))
            {
                text.Append("(?:.*/)?");
                i += 2;
            }
            else if (rest.StartsWith("**"))
            {
                text.Append(".*");
                i++;
            }
            else
            {
                text.Append(pattern[i] switch
                {
                    '*' => "[^/]*",
                    '?' => "[^/]",
                    '[' or ']' => pattern[i].ToString(),
                    var other => Regex.Escape(other.ToString()),
                });
            }
        }

        return text.Append("(?:/.*)?$").ToString();
    }
}
