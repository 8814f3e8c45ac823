using System.Text;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Differential;

/// <summary>Sorts the differences into classes, and keeps the shortest bytes of each.</summary>
internal sealed class Differences
{
    private readonly SortedDictionary<string, (int Count, string Text, string Outcomes)> _classes = new(StringComparer.Ordinal);

    /// <summary>Whether the reference has forwarded what it must not, or as something else than all others.</summary>
    public bool HasFinding { get; private set; }

    /// <summary>The classes of a case.</summary>
    public static IReadOnlyList<string> ClassesOf(IReadOnlyDictionary<string, Outcome> outcomes)
    {
        var classes = new List<string>();
        foreach (var (name, outcome) in outcomes)
        {
            classes.AddRange(outcome.Requests.SelectMany(request => request.Defects).Distinct()
                .Select(defect => $"{name} forwards {defect}"));
            if (outcome.Requests.Any(request => request.Line == "no request"))
                classes.Add($"{name} forwards what is no request");
        }

        // The same bytes are different requests, depending on who forwards them: whoever stands behind can be deceived.
        var all = outcomes.ToList();
        for (var at = 0; at < all.Count; at++)
        {
            classes.AddRange(all.Skip(at + 1).Where(other => all[at].Value.Contradicts(other.Value))
                .Select(other => $"{all[at].Key} and {other.Key} forward different requests"));
        }

        return classes;
    }

    /// <summary>Adds a case.</summary>
    public void Add(string text, IReadOnlyDictionary<string, Outcome> outcomes)
    {
        var described = string.Join("\n", outcomes.Select(one => $"    {one.Key,-10}{one.Value}"));
        foreach (var name in ClassesOf(outcomes))
        {
            HasFinding |= name.StartsWith("reference forwards", StringComparison.Ordinal);
            var known = _classes.GetValueOrDefault(name, (0, text, described));
            _classes[name] = text.Length < known.Item2.Length || known.Item1 == 0
                ? (known.Item1 + 1, text, described)
                : (known.Item1 + 1, known.Item2, known.Item3);
        }
    }

    /// <summary>All classes, for people.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, (count, bytes, outcomes)) in _classes)
            text.Append(string.Create(null, $"{name}: {count}\n    {ByteText.Escape(bytes, 600)}\n{outcomes}\n\n"));
        return text.ToString();
    }
}
