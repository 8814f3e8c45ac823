using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Reporting.Html;

/// <summary>One case: what it requires and why, and what each proxy did.</summary>
/// <param name="site">The site.</param>
/// <param name="known">The case.</param>
/// <param name="budget">How many bytes a panel may show.</param>
internal sealed class CasePage(SiteMap site, SiteCase known, ByteBudget budget)
{
    private const string Root = "../";
    private const int MostOpen = 3;

    private readonly HashSet<string> _linked = [];

    /// <summary>The page.</summary>
    public string Write()
    {
        // What failed comes first, and the first few of it are open, or the page of many proxies would be endless; if nothing
        // failed, the first is, so that there is always an exchange to look at.
        var found = known.Found.OrderBy(on => VerdictMarks.Rank(on.Scenario.Verdict)).ToList();
        var broken = found.Count(on => on.Scenario.Verdict is Verdict.Fail or Verdict.HarnessError or Verdict.Warning);
        var open = Math.Clamp(broken, 1, MostOpen);
        return new PageLayout(site, Root).Write(known.About.Title, "", Html.Of(
            $"""
            <p class="crumbs"><a href="{Root}{SiteMap.Matrix}">Matrix</a> ›
            <a href="{Root}{SiteMap.Matrix}#group={Uri.EscapeDataString(known.About.Group)}">{known.About.Group}</a> ›
            <code>{known.Id}</code></p>
            <h1>{known.About.Title}</h1>
            {Requirement()}
            <h2>Results</h2>
            <ul class="found">{found.Select(LinkToPanel)}</ul>
            {Html.If(found.Any(on => on.Scenario.Evidence.Count > 0), $"<p class=\"quiet\">{SequenceDiagram.Legend}</p>")}
            {Panels(found, open)}
            {HowToDispute(found[0].Scenario)}
            {Neighbours()}
            """));
    }

    // What the reference did is next to the first proxy that broke the requirement, and beside it where there is room.
    private Html Panels(List<CaseOnProxy> found, int open)
    {
        var broken = found.Find(on => on.Scenario.Verdict.IsBroken());
        var reference = broken is null ? null : found.Find(on => on != broken && on.Proxy.IsReference());
        return Html.All(found.Where(on => on != reference).Select((on, place) => on != broken
            ? Panel(on, place < open)
            : Html.Of(
                $"""
                <div class="beside">
                {Panel(on, isOpen: true)}{(reference is null ? Recorded() : Panel(reference, isOpen: false))}
                </div>

                """)));
    }

    private Html Panel(CaseOnProxy on, bool isOpen) =>
        new CasePanel(site, on, budget.Of(on.Scenario), _linked).Write(isOpen);

    private Html Recorded() => site.Reference.TryGetValue(known.Id, out var recorded)
        ? new ReferencePanel(recorded, IsOfClients, budget.Of(recorded), _linked).Write()
        : Html.None;

    private bool IsOfClients => known.Found[0].Proxy.IsClient();

    private Html LinkToPanel(CaseOnProxy on) => Html.Of(
        $"<li><a href=\"#{site.AnchorOf(on.Proxy)}\">{ProxyNames.Shown(on.Proxy.Name)}</a> "
        + $"{VerdictMarks.Badge(on.Scenario.Verdict)}</li>");

    private Html HowToDispute(ScenarioReport scenario)
    {
        var dispute = Dispute.Of(scenario);
        var form = IssueTracker.FormFor(IssueTracker.Repository, known.Id);
        return Html.Of(
            $"""
            <details class="panel" id="dispute">
            <summary><h2>Do you disagree with this verdict?</h2></summary>
            <p>A verdict is a claim about a clause and about bytes, and can be wrong about either. To dispute it, open an
            issue {(form is null ? Html.Of($"{Dispute.Where}") : Html.Of($"<a href=\"{form}\">{Dispute.Where}</a>"))}, with</p>
            <ul>{dispute.ToSend.Select(item => Html.Of($"<li>{item}</li>"))}</ul>
            {ShellCommand.Of(dispute.Command)}
            </details>
            """);
    }

    private Html Requirement()
    {
        var about = known.About;
        return Html.Of(
            $"""
            <dl class="facts">
            <div><dt>Clause</dt><dd>{ClauseLinks.Of(about.Clause)}</dd></div>
            <div><dt>Level</dt><dd><strong>{about.Keyword}</strong>: {LevelMeanings.Of(about.Keyword)}</dd></div>
            {Html.If(about.Security == true, $"<div><dt>Security</dt><dd>Broken, it is a danger to users.</dd></div>")}
            {Fact("Grading", about.Remark)}
            {Fact("Reading", about.Reading)}
            {Fact("Why it matters", about.Why)}
            {SeenIn(about.SeenIn ?? [])}
            {ProvenBy(about.ProvenBy ?? [])}
            </dl>
            """);
    }

    private static Html Fact(string name, string? text) =>
        Html.If(!string.IsNullOrEmpty(text), $"<div><dt>{name}</dt><dd>{text}</dd></div>");

    private static Html SeenIn(IReadOnlyList<string> reports) => Html.If(reports.Count > 0,
        $"""
        <div><dt>Seen in the field</dt><dd>{PublicReports.Of(reports)}:
        bugs in public reports that this check would have caught</dd></div>
        """);

    private Html ProvenBy(IReadOnlyList<MutantReport> mutants) =>
        Html.If(mutants.Count > 0, $"<div><dt>Proven by</dt><dd>{mutants.Select(Proof)}</dd></div>");

    private Html Proof(MutantReport mutant) => Html.Of(
        $"<p>This check fails on the mutant <code>{mutant.Name}</code>: the {(IsOfClients ? "correct client" : "reference")}, "
        + $"modified so that it {mutant.Breaks}.</p>{ShellCommand.Of(CommandOf(mutant))}");

    private string CommandOf(MutantReport mutant) =>
        site.Program.Run(known.Id, KnownProxies.MutantPrefix + mutant.Name, IsOfClients);

    private Html Neighbours()
    {
        var place = site.Cases.ToList().IndexOf(known);
        return Html.Of(
            $"""
            <nav class="neighbours" aria-label="Previous and next case">
            {(place > 0 ? Neighbour("prev", "Previous", site.Cases[place - 1]) : Html.None)}
            {(place + 1 < site.Cases.Count ? Neighbour("next", "Next", site.Cases[place + 1]) : Html.None)}
            </nav>
            """);
    }

    private Html Neighbour(string relation, string word, SiteCase other) =>
        Html.Of($"<a rel=\"{relation}\" href=\"{Root}{site.PageOf(other)}\"><span>{word}</span> {other.About.Title} "
            + $"<code>{other.Id}</code></a>");
}
