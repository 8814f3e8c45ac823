using ConformanceKit.Model;

namespace ConformanceKit.Reporting.Html;

/// <summary>The first page: the totals, and the matrix of cases and proxies with its filters.</summary>
/// <param name="site">The site.</param>
internal sealed class MatrixPage(SiteMap site)
{
    private const string Table = "matrix";
    private const int MostColumnsOnDesktop = 10;

    /// <summary>The page.</summary>
    public string Write()
    {
        var all = site.Report.Proxies;
        var kinds = SubjectWords.ByKind(all);
        var title = SubjectWords.Choose(all, "Conformance of HTTP proxies", "Conformance of clients of HTTP proxies",
            "Conformance of HTTP proxies and their clients");
        return new PageLayout(site, "").Write(title, SiteMap.Matrix, Html.Of(
            $"""
            <h1>{title}</h1>
            <p class="lead">{Count(site.Cases.Count, "case")} for {About(all)}, checked on
            {string.Join(" and ", kinds.Select(CountOf).DefaultIfEmpty("0 proxies"))}; the bytes on both sides are the
            evidence.</p>
            {kinds.Select(kind => new TotalsTable(site, kind).Write())}
            <section aria-labelledby="matrix-title">
            <h2 id="matrix-title">Every case on every {SubjectWords.One(all)}</h2>
            {Filters()}
            <p id="shown" class="shown" role="status" aria-live="polite">{Count(site.Cases.Count, "case")} shown</p>
            {kinds.Select(kind => Matrix(kind, isOnly: kinds.Count == 1))}
            {Legend()}
            </section>
            """));
    }

    private static string About(IReadOnlyList<ProxyReport> all) => SubjectWords.Choose(all,
        "forward proxies, CONNECT and tunnels", "clients of forward proxies, CONNECT and credentials",
        "forward proxies and their clients, CONNECT and tunnels");

    private static string CountOf(IReadOnlyList<ProxyReport> kind) =>
        Count(kind.Count, SubjectWords.One(kind), SubjectWords.Many(kind));

    // Of two matrices, each has a name of its own.
    private Html Matrix(IReadOnlyList<ProxyReport> some, bool isOnly)
    {
        var (one, many) = (SubjectWords.One(some), SubjectWords.Many(some));
        var wide = some.Count > MostColumnsOnDesktop ? " many" : "";
        var (table, title) = some[0].IsClient() ? ($"{Table}-of-clients", "clients-title") : (Table, "proxies-title");
        return Html.Of(
            $"""
            {Html.If(!isOnly, $"<h3 id=\"{title}\">Every {one}</h3>")}
            <div class="region{wide}" role="region" aria-labelledby="{(isOnly ? "matrix-title" : title)}" tabindex="0">
            <table id="{table}" class="matrix">
            <caption>The verdict for each case and {one}, with a link to the exchange.</caption>
            <thead><tr><th scope="col">Case</th><th scope="col">Level</th>{some.Select(Head)}</tr></thead>
            {site.CasesOf(some).GroupBy(known => known.About.Group).Select(group => Group(group, some))}
            </table>
            </div>

            """);
    }

    private static string Count(int number, string one, string? more = null) =>
        $"{number} {(number == 1 ? one : more ?? one + "s")}";

    private Html Head(ProxyReport proxy) =>
        Html.Of($"<th scope=\"col\"><a href=\"{site.PageOf(proxy)}\">{ProxyNames.Shown(proxy.Name)}</a></th>");

    private Html Group(IGrouping<string, SiteCase> group, IReadOnlyList<ProxyReport> some) => Html.Of(
        $"""
        <tbody data-group="{group.Key}">
        <tr class="group"><th scope="rowgroup" colspan="2"><button type="button" aria-expanded="true">{group.Key}</button>
        <span class="count">{group.Count()}</span></th>{some.Select(proxy => Sums(group, proxy))}</tr>
        {group.Select(known => Row(known, some))}
        </tbody>
        """);

    // What is broken in a group, visible even while it is folded.
    private static Html Sums(IEnumerable<SiteCase> group, ProxyReport proxy)
    {
        var verdicts = group.SelectMany(known => known.Found).Where(found => found.Proxy == proxy)
            .CountBy(found => found.Scenario.Verdict)
            .Where(same => same.Key is Verdict.Fail or Verdict.Warning or Verdict.HarnessError or Verdict.Blocked)
            .OrderBy(same => VerdictMarks.Rank(same.Key));
        return Html.Of($"<td>{Html.All(verdicts.Select(same => Sum(same.Key, same.Value)), " ")}</td>");
    }

    private static Html Sum(Verdict verdict, int count) => Html.Of(
        $"<span class=\"sum {VerdictMarks.Class(verdict)}\">{count}"
        + $"<span class=\"sr\"> {VerdictMarks.Word(verdict)}</span></span>");

    private Html Row(SiteCase known, IReadOnlyList<ProxyReport> some) => Html.Of(
        $"""
        <tr data-level="{known.About.Level}" data-clause="{known.About.Clause}">
        <th scope="row"><a href="{site.PageOf(known)}">{known.About.Title}</a>
        <code>{known.Id[(known.About.Group.Length + 1)..]}</code>{SecurityLabel.Of(known.IsBreach)}</th>
        <td class="level">{known.About.Keyword}</td>{some.Select(proxy => Cell(known, proxy))}</tr>

        """);

    private Html Cell(SiteCase known, ProxyReport proxy)
    {
        if (known.Found.FirstOrDefault(found => found.Proxy == proxy) is not { Scenario: var scenario })
            return Html.Of($"<td class=\"none\">not run</td>");
        var reason = Html.If(scenario.Reason.Length > 0 && scenario.Verdict != Verdict.Pass, $" title=\"{scenario.Reason}\"");
        return Html.Of(
            $"<td><a class=\"v {VerdictMarks.Class(scenario.Verdict)}{Sign(scenario)}\" "
            + $"href=\"{site.PageOf(known)}#{site.AnchorOf(proxy)}\"{reason}>"
            + $"{VerdictWords.Word(scenario).ToLowerInvariant()}</a></td>");
    }

    private static string Sign(ScenarioReport scenario) =>
        scenario is { Flaky.Length: > 0 } or { Baseline.Drift: true } ? " drift" : "";

    private Html Filters() => Html.Of(
        $"""
        <form id="filters" class="filters" role="search" aria-label="Filter the matrix" hidden>
        <p class="field grow"><label for="q">Text</label>
        <input id="q" name="q" type="search" autocomplete="off" placeholder="title, id, clause"></p>
        <p class="field"><label for="group">Group</label>
        <select id="group" name="group">{Options(site.Cases.Select(known => known.About.Group))}</select></p>
        <p class="field"><label for="level">Level</label>
        <select id="level" name="level">{Options(site.Cases.Select(known => known.About.Level))}</select></p>
        <p class="field"><label for="baseline">Baseline</label>
        <select id="baseline" name="baseline">{AllOption()}<option value="drift">differs</option></select></p>
        <fieldset><legend>Any {SubjectWords.One(site.Report.Proxies)} with</legend>
        {VerdictMarks.All.Select(entry => Choice(entry.Verdict))}</fieldset>
        <p class="buttons"><button type="reset">Clear</button>
        <button type="button" id="fold" aria-pressed="false">Fold groups</button></p>
        </form>
        """);

    private static IEnumerable<Html> Options(IEnumerable<string> values) =>
        values.Distinct().Select(value => Html.Of($"<option>{value}</option>")).Prepend(AllOption());

    private static Html AllOption() => Html.Of($"<option value=\"\">all</option>");

    private static Html Choice(Verdict verdict) => Html.Of(
        $"<label class=\"choice\"><input type=\"checkbox\" name=\"verdict\" value=\"{VerdictMarks.Class(verdict)}\"> "
        + $"{VerdictNames.Of(verdict)}</label> ");

    private static Html Legend() => Html.Of(
        $"""
        <h3>What the words mean</h3>
        <dl class="legend">{VerdictMarks.All.Select(entry => Meaning(entry.Verdict, entry.Means))}
        <div><dt>=</dt><dd>as the baseline expects</dd></div>
        <div><dt>!</dt><dd>differs from the baseline</dd></div>
        <div><dt>~</dt><dd>differs from round to round</dd></div></dl>
        """);

    private static Html Meaning(Verdict verdict, string means) => Html.Of(
        $"<div><dt><span class=\"v {VerdictMarks.Class(verdict)}\">{VerdictMarks.Word(verdict)}</span></dt>"
        + $"<dd>{VerdictNames.Of(verdict)}: {means}</dd></div>");
}
