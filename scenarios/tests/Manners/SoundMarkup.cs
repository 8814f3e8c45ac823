using System.Text.RegularExpressions;
using System.Xml;

namespace ConformanceKit.Scenarios.Tests.Manners;

/// <summary>Whether markup has no other elements than the kit wrote.</summary>
internal static partial class SoundMarkup
{
    private static readonly HashSet<string> s_empty =
        ["meta", "link", "br", "hr", "input", "wbr", "col", "path", "line", "rect", "circle", "use", "polygon"];

    /// <summary>What is wrong with a file of XML.</summary>
    public static IEnumerable<string> XmlProblems(string path)
    {
        try
        {
            using var reader = XmlReader.Create(path, new() { DtdProcessing = DtdProcessing.Prohibit });
            while (reader.Read())
            {
            }

            return [];
        }
        catch (XmlException fault)
        {
            return [$"{path}: {fault.Message}"];
        }
    }

    /// <summary>
    /// What is wrong with a page: an element that is not closed, or closed twice, or that the kit writes nowhere; a character that
    /// no page may have.
    /// </summary>
    public static IEnumerable<string> HtmlProblems(string path)
    {
        var page = File.ReadAllText(path);
        if (page.Any(character => character == '\ufffd' || (char.IsControl(character) && character is not ('\n' or '\t'))))
            yield return $"{path}: has a control character, or one that was never written";
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(page))
        {
            var name = tag.Groups[2].Value;
            if (name is "img" or "iframe" || Handler().IsMatch(Quoted().Replace(tag.Value, "\"\""))
                || (tag.Value.StartsWith("<script", StringComparison.Ordinal) && !tag.Value.Contains(" src=\"")))
            {
                yield return $"{path}: {tag.Value}";
            }

            if (tag.Groups[1].Length > 0)
            {
                if (!open.TryPop(out var last) || last != name)
                    yield return $"{path}: </{name}> closes <{last}>";
            }
            else if (!s_empty.Contains(name) && !tag.Value.EndsWith("/>", StringComparison.Ordinal))
            {
                open.Push(name);
            }
        }

        if (open.Count > 0)
            yield return $"{path}: <{open.Peek()}> is not closed";
    }

    [GeneratedRegex("<(/?)([A-Za-z][A-Za-z0-9-]*)(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>")]
    private static partial Regex Tag();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(" on[a-z]+=")]
    private static partial Regex Handler();
}
