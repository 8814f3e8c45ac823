using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using ConformanceKit.Mutants;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Edits of heads that several mutants share.</summary>
internal static class HeadEdits
{
    /// <summary>Edits final responses on their way to the client; the second head is what the origin sent.</summary>
    public static Flaw ForwardedResponse(this Flaw flaw, Action<Head, Head> edit)
    {
        var received = new ConcurrentQueue<Head>();
        return flaw
            .OriginResponse(head =>
            {
                if (head.Status >= 200)
                    received.Enqueue(new Head(head.Text));
            })
            .Response(head =>
            {
                if (head.Status >= 200 && received.TryDequeue(out var origins))
                    edit(head, origins);
            });
    }

    /// <summary>Replaces whatever matches in a request's head before the reference sees it.</summary>
    public static Flaw Mends(this Flaw flaw, Regex matching, Func<Match, string> mend) =>
        flaw.Request(head => head.Text = matching.Replace(head.Text, match => mend(match)));

    /// <summary>Does the same, but forwards the match as it came in place of what <paramref name="mend"/> gave.</summary>
    public static Flaw ForwardsAsItCame(this Flaw flaw, Regex matching, Func<Match, string> mend) => flaw
        .Mends(matching, mend)
        .Forwarded((head, exchange) =>
        {
            foreach (Match match in matching.Matches(exchange.Request.Text))
                head.Text = head.Text.Replace(mend(match), match.Value, StringComparison.Ordinal);
        });

    /// <summary>The lines after the first, each with what comes before its colon.</summary>
    public static IEnumerable<(string Name, string Line)> FieldLines(this Head head) =>
        from line in head.Text.Split("\r\n").Skip(1) select (line.Split(':')[0], line);

    /// <summary>The members of a list field, without empty ones.</summary>
    public static string[] Members(this Head head, string name) => [.. string.Join(',', head.Values(name)).ListMembers()];
}
