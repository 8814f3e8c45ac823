using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.Reporting.Html;

/// <summary>What a report contains, and at which addresses the site shows it.</summary>
internal sealed class SiteMap
{
    /// <summary>The address of the matrix.</summary>
    public const string Matrix = "index.html";

    /// <summary>Where the pages of cases, of proxies and of clients are.</summary>
    public static readonly IReadOnlyList<string> Folders = ["cases", "proxies", "clients"];

    private readonly Dictionary<string, SiteCase> _byId;
    private readonly Dictionary<(string Name, bool IsClient), ProxyLog> _logs;
    private readonly SiteNames _files = new();
    private readonly SiteNames _proxies = new(PageLayout.Main, ProxyPage.Log);

    /// <summary>Maps a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="program">How to invoke the suite again.</param>
    /// <param name="taught">The pages that teach.</param>
    public SiteMap(Report report, SuiteProgram program, IReadOnlyList<TaughtPage> taught)
    {
        (Report, Program, Taught) = (report, program, taught);
        Cases =
        [
            .. report.Proxies
                .SelectMany(proxy => proxy.Scenarios.Select(scenario => new CaseOnProxy(proxy, scenario)))
                .GroupBy(found => found.Scenario.Id)
                .OrderBy(same => same.Key, StringComparer.Ordinal)
                .Select(same => new SiteCase(same.First().Scenario, [.. same])),
        ];
        _logs = report.Proxies.DistinctBy(proxy => (proxy.Name, proxy.IsClient()))
            .ToDictionary(proxy => (proxy.Name, proxy.IsClient()), proxy => new ProxyLog(proxy.Log));
        _byId = Cases.ToDictionary(known => known.Id);
        foreach (var known in Cases)
            _files.Of(known.Id);
        foreach (var proxy in report.Proxies)
            _proxies.Of(proxy.Name);
    }

    /// <summary>The log of a proxy.</summary>
    public ProxyLog LogOf(ProxyReport proxy) => _logs[(proxy.Name, proxy.IsClient())];

    /// <summary>The report.</summary>
    public Report Report { get; }

    /// <summary>How to invoke the suite again.</summary>
    public SuiteProgram Program { get; }

    /// <summary>The pages that teach.</summary>
    public IReadOnlyList<TaughtPage> Taught { get; }

    /// <summary>What was recorded of the reference, by id, where the report does not have it.</summary>
    public IReadOnlyDictionary<string, ScenarioReport> Reference { get; init; } = new Dictionary<string, ScenarioReport>();

    /// <summary>Every case that ran on some proxy, sorted by id.</summary>
    public IReadOnlyList<SiteCase> Cases { get; }

    /// <summary>The cases that ran on some of the proxies and clients, sorted by id, but first in its group what endangers users.
    /// </summary>
    /// <param name="some">These.</param>
    public IEnumerable<SiteCase> CasesOf(IReadOnlyList<ProxyReport> some) => Cases
        .Where(known => known.Found.Any(found => some.Contains(found.Proxy)))
        .OrderBy(known => known.IsBreach ? 0 : 1);

    /// <summary>The case with an id.</summary>
    public SiteCase Find(string id) => _byId[id];

    /// <summary>The address of a case's page.</summary>
    public string PageOf(SiteCase known) => $"{Folders[0]}/{_files.Of(known.Id)}.html";

    /// <summary>The address of a proxy's or a client's page.</summary>
    public string PageOf(ProxyReport proxy) => $"{Folders[proxy.IsClient() ? 2 : 1]}/{AnchorOf(proxy)}.html";

    /// <summary>The anchor of a proxy on a case's page.</summary>
    public string AnchorOf(ProxyReport proxy) => _proxies.Of(proxy.Name);
}

/// <summary>One case and its result on each proxy that it ran on.</summary>
/// <param name="About">The case, as the first of them reports it.</param>
/// <param name="Found">The proxies, in the order of the report.</param>
internal sealed record SiteCase(ScenarioReport About, IReadOnlyList<CaseOnProxy> Found)
{
    /// <summary>Its id.</summary>
    public string Id => About.Id;

    /// <summary>Whether it endangers the users of one of them.</summary>
    public bool IsBreach { get; } = Found.Any(found => found.Scenario.IsBreach());
}

/// <summary>What one case found on one proxy.</summary>
internal sealed record CaseOnProxy(ProxyReport Proxy, ScenarioReport Scenario);
