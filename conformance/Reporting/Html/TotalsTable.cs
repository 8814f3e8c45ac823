using System.Globalization;
using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Html;

/// <summary>The totals of each proxy, or of each client, by level and by verdict.</summary>
/// <param name="site">The site.</param>
/// <param name="some">The proxies or the clients.</param>
internal sealed class TotalsTable(SiteMap site, IReadOnlyList<ProxyReport> some)
{
    private static readonly IReadOnlyList<string> s_levels =
        [.. new[] { Level.Must, Level.Should, Level.Practice }.Select(VerdictNames.Of)];

    /// <summary>The table in its section.</summary>
    public Html Write()
    {
        var (title, head, many) = some[0].IsClient()
            ? ("client-totals", "Client", "Clients")
            : ("totals-title", "Proxy", "Proxies");
        return Html.Of(
            $"""
            <section aria-labelledby="{title}">
            <h2 id="{title}">{many}</h2>
            <div class="region wide" role="region" aria-labelledby="{title}" tabindex="0">
            <table class="totals">
            <caption>Cases that pass, of those that could be judged, by level; and the number of each verdict.</caption>
            <thead><tr><th scope="col">{head}</th><th scope="col">Version</th>{s_levels.Select(NumberHead)}<td></td>
            {VerdictMarks.All.Select(entry => NumberHead(VerdictMarks.Word(entry.Verdict)))}<th
            scope="col">Baseline</th></tr></thead>
            <tbody>
            {some.Select(Row)}
            </tbody>
            </table>
            </div>
            </section>

            """);
    }

    private static Html NumberHead(string word) => Html.Of($"<th scope=\"col\" class=\"number\">{word}</th>");

    private Html Row(ProxyReport proxy)
    {
        var counts = VerdictMarks.All.Select(
            entry => (entry.Verdict, Count: proxy.Scenarios.Count(scenario => scenario.Verdict == entry.Verdict))).ToList();
        return Html.Of(
            $"""
            <tr><th scope="row"><a href="{site.PageOf(proxy)}">{ProxyNames.Shown(proxy.Name)}</a></th>
            <td class="version">{proxy.Version}</td>{s_levels.Select(level => Held(proxy, level))}<td>{Bar(counts)}</td>
            {counts.Select(Number)}<td class="{(proxy.Scenarios.Any(IsDrift) ? "differs" : "")}">{Comparison(proxy)}</td></tr>

            """);
    }

    private static Html Held(ProxyReport proxy, string level)
    {
        var judged = proxy.Scenarios.Where(scenario => scenario.Level == level && IsJudged(scenario.Verdict)).ToList();
        return Html.Of(
            $"<td class=\"number\">{judged.Count(scenario => scenario.Verdict == Verdict.Pass)} <span class=\"of\">of "
            + $"{judged.Count}</span></td>");
    }

    private static bool IsJudged(Verdict verdict) =>
        verdict is Verdict.Pass or Verdict.Fail or Verdict.Warning or Verdict.Blocked;

    // Hidden from screen readers: the numbers beside it say the same.
    private static Html Bar(IReadOnlyList<(Verdict Verdict, int Count)> counts)
    {
        var (all, at) = (Math.Max(1, counts.Sum(entry => entry.Count)), 0.0);
        var parts = new List<Html>();
        foreach (var (verdict, count) in counts.Where(entry => entry.Count > 0))
        {
            var width = 100.0 * count / all;
            parts.Add(Html.Of(
                $"""<rect class="{VerdictMarks.Class(verdict)}" x="{Number(at)}" width="{Number(width)}" height="8"/>"""));
            at += width;
        }
        return Html.Of(
            $"<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">{parts}</svg>");
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static Html Number((Verdict Verdict, int Count) entry) => entry.Count == 0
        ? Html.Of($"<td class=\"number zero\">0</td>")
        : Html.Of($"<td class=\"number\"><span class=\"sum {VerdictMarks.Class(entry.Verdict)}\">{entry.Count}</span></td>");

    private static string Comparison(ProxyReport proxy) =>
        !proxy.HasBaseline ? "none"
        : proxy.Scenarios.Count(IsDrift) is > 0 and var drifts ? $"{drifts} differ{(drifts == 1 ? "s" : "")}"
        : proxy.Scenarios.Any(scenario => scenario.Verdict == Verdict.HarnessError) ? "not known"
        : "as expected";

    private static bool IsDrift(ScenarioReport scenario) => scenario.Baseline is { Drift: true };
}
