using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Reporting.Html;

/// <summary>
/// One proxy or client: what it is, what it breaks, how that compares with its baseline, how it is configured, what it logged.
/// </summary>
/// <param name="site">The site.</param>
/// <param name="proxy">The proxy.</param>
internal sealed class ProxyPage(SiteMap site, ProxyReport proxy)
{
    /// <summary>The anchor of the proxy's log.</summary>
    public const string Log = "log";

    private const string Root = "../";

    /// <summary>The page.</summary>
    public string Write()
    {
        var name = ProxyNames.Shown(proxy.Name);
        return new PageLayout(site, Root).Write(name, "", Html.Of(
            $"""
            <p class="crumbs"><a href="{Root}{SiteMap.Matrix}">Matrix</a> › {name}</p>
            <h1>{name} <span class="version">{proxy.Version}</span></h1>
            <dl class="facts">
            <div><dt>Version</dt><dd>{(proxy.Version.Length > 0 ? proxy.Version : "not known")}</dd></div>
            {Html.If(proxy.ImageDigest.Length > 0, $"<div><dt>Image</dt><dd><code>{proxy.ImageDigest}</code></dd></div>")}
            <div><dt>Features</dt><dd>{Html.All(proxy.Features.Select(Code), " ")}</dd></div>
            {Html.If(proxy.Ended is not null, $"<div><dt>Ended in mid-run</dt><dd>{proxy.Ended}</dd></div>")}
            <div><dt>Took</dt><dd>{Durations.Seconds(proxy.DurationMs)} for {Cases(proxy.Scenarios.Count)}</dd></div>
            </dl>
            {(proxy.Notes ?? []).Select(note => Html.Of($"<p class=\"reason\">{note}</p>\n"))}
            <h2>Verdicts</h2>
            {VerdictMarks.All.Select(entry => Verdicts(entry.Verdict, entry.Means))}
            {Comparison()}
            {Configuration()}
            {(proxy.Time is { } time ? new TimeSection(site, time, Root).Write() : Html.None)}
            <h2 id="{Log}">The end of its log</h2>
            {EndOfLog()}
            """));
    }

    private string One => SubjectWords.One([proxy]);

    private static string Cases(int count) => count == 1 ? "1 case" : $"{count} cases";

    private static Html Code(string text) => Html.Of($"<code>{text}</code>");

    private Html EndOfLog() => proxy.Log.Length > 0
        ? Html.Of($"<pre class=\"log\" tabindex=\"0\">{proxy.Log}</pre>")
        : Html.Of(
            $"""
            <p class="quiet">A log is kept if something failed or differs from the baseline, and if the {One} has one.</p>
            """);

    private Html Verdicts(Verdict verdict, string means)
    {
        var scenarios = proxy.Scenarios.Where(scenario => scenario.Verdict == verdict)
            .OrderBy(scenario => scenario.IsBreach() ? 0 : 1).ToList();
        return Html.If(scenarios.Count > 0,
            $"""
            <details class="panel"{(verdict is Verdict.Fail or Verdict.HarnessError or Verdict.Warning ? " open" : "")}>
            <summary><h3>{scenarios.Count} × {VerdictNames.Of(verdict)}</h3> <span class="quiet">{means}</span></summary>
            <ul class="cases">{scenarios.Select(Case)}</ul>
            </details>
            """);
    }

    private Html Case(ScenarioReport scenario) => Html.Of(
        $"<li>{Link(scenario)} <span class=\"level\">{scenario.Keyword}</span>{SecurityLabel.Of(scenario.IsBreach())}"
        + $"{Reason(scenario)}</li>\n");

    private static Html Reason(ScenarioReport scenario) =>
        Html.If(scenario.Reason.Length > 0, $"<p class=\"reason\">{scenario.Reason}</p>");

    private Html Comparison()
    {
        if (!proxy.HasBaseline)
        {
            return Html.Of(
                $"<h2>Against its baseline</h2>\n<p class=\"quiet\">It has no baseline, so everything has to pass.</p>");
        }

        var drifts = proxy.Scenarios.Where(scenario => scenario.Baseline is { Drift: true })
            .ToLookup(scenario => scenario.Verdict == Verdict.Pass);
        var everything = proxy.Scenarios.Any(scenario => scenario.Verdict == Verdict.HarnessError)
            ? "Everything but the harness errors"
            : "Everything";
        var known = proxy.Scenarios.Where(scenario => scenario.Baseline is { Drift: false, Expected: not Verdict.Pass }).ToList();
        return Html.Of(
            $"""
            <h2>Against its baseline</h2>
            {Html.If(drifts.Count == 0, $"<p>{everything} is as the baseline expects.</p>")}
            {Compared("Differs", drifts[false], isOpen: true)}
            {Compared("Unexpected pass", drifts[true], isOpen: true)}
            {Compared("Known and as expected", known, isOpen: false)}
            """);
    }

    private Html Compared(string title, IEnumerable<ScenarioReport> scenarios, bool isOpen)
    {
        var all = scenarios.ToList();
        return Html.If(all.Count > 0,
            $"""
            <details class="panel"{(isOpen ? " open" : "")}>
            <summary><h3>{title}: {all.Count}</h3></summary>
            <ul class="cases">{all.Select(ComparedCase)}</ul>
            </details>
            """);
    }

    private Html ComparedCase(ScenarioReport scenario) => Html.Of(
        $"<li>{Link(scenario)} {VerdictMarks.Badge(scenario.Verdict)}{BaselineNote.Of(scenario)}</li>\n");

    private Html Link(ScenarioReport scenario)
    {
        var known = site.Find(scenario.Id);
        return Html.Of(
            $"<a href=\"{Root}{site.PageOf(known)}#{site.AnchorOf(proxy)}\">{scenario.Title}</a> <code>{scenario.Id}</code>");
    }

    private Html Configuration() => Html.If(proxy.Configuration is { Count: > 0 },
        $"<h2>How it is configured</h2>\n{(proxy.Configuration ?? []).Select(File)}");

    private static Html File(ConfigurationFile file) => Html.Of(
        $"<details class=\"panel\"><summary><h3><code>{file.Name}</code></h3></summary><pre "
        + $"tabindex=\"0\">{file.Text}</pre></details>\n");
}
