using System.Text;
using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Html;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.Tests.Running;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting.Site;

internal sealed class SiteWriterTests
{
    private TemporaryFolder _folder = null!;

    private string Site => Path.Combine(_folder.Path, "site");

    [SetUp]
    public void MakeAFolder() => _folder = new();

    [TearDown]
    public void RemoveTheFolder() => _folder.Dispose();

    [Test]
    public async Task There_is_a_page_for_each_case_and_each_proxy()
    {
        await WriteAsync(SampleReport.Build());

        Pages().Should().BeEquivalentTo(
            "index.html", "proxies/squid.html", "cases/group-pass.html", "cases/group-fail.html", "cases/group-warning.html",
            "cases/group-not-applicable.html", "cases/group-blocked.html", "cases/group-harness-error.html",
            "cases/group-info.html");
        File.ReadAllText(Path.Combine(Site, "cases/group-fail.html"))
            .Should().Contain("https://www.rfc-editor.org/rfc/rfc9110#section-9.3.6")
            .And.Contain("a tag &lt;b&gt;").And.NotContain("<b>,")
            .And.Contain(@"\x00\xFF\\").And.Contain("… 4997 more bytes");
    }

    [Test]
    public async Task Many_bytes_can_be_scrolled_with_the_keyboard()
    {
        var report = SampleReport.Build();
        var proxy = report.Proxies[0];
        var many = new TranscriptEvent(TimeSpan.Zero, "client 1", WireEvent.Sent, 600, new byte[600], "");

        await WriteAsync(report with
        {
            Proxies = [proxy with { Scenarios = [proxy.Scenarios[1] with { Evidence = [many] }] }],
        });

        (await File.ReadAllTextAsync(Path.Combine(Site, "cases/group-fail.html"))).Should().Contain("<pre tabindex=\"0\">");
    }

    [Test]
    public async Task What_breaks_the_requirement_is_marked_and_the_reference_is_beside_it()
    {
        var report = SampleReport.Build();
        var proxy = report.Proxies[0];
        var broken = proxy.Scenarios[1] with { Broken = [new(0, 6, 8), new(2, 0, 0)] };
        var page = Path.Combine(Site, "cases/group-fail.html");

        await WriteAsync(report with { Proxies = [proxy with { Scenarios = [broken] }] }, proxy.Scenarios[0]);

        (await File.ReadAllTextAsync(page)).Should().Contain(@"GET / <mark>HTTP/1.1</mark>\r\n")
            .And.Contain("<li class=\"broken\"><p><span>3.0</span>").And.Contain("The reference, same case");
        await WriteAsync(report with { Proxies = [proxy with { Scenarios = [broken] }] });
        (await File.ReadAllTextAsync(page)).Should().NotContain("The reference, same case");
    }

    [Test]
    public async Task Clients_have_pages_and_a_matrix_of_their_own_and_what_endangers_users_comes_first()
    {
        var (proxy, client) = (SampleReport.Build().Proxies[0], SampleReport.OfClient().Proxies[0]);
        var known = client.Scenarios.Select(scenario => scenario with
        {
            Id = scenario.Id.Replace("group/", "client/", StringComparison.Ordinal),
            Group = "client",
        });

        await WriteAsync(SampleReport.Build() with { Proxies = [proxy, client with { Scenarios = [.. known] }] });

        Pages().Should().Contain(["clients/curl.html", "proxies/squid.html", "cases/client-fail.html"]);
        var index = await File.ReadAllTextAsync(Path.Combine(Site, "index.html"));
        var (ofProxies, ofClients) = (Table(index, "matrix"), Table(index, "matrix-of-clients"));
        index.Should().Contain("Conformance of HTTP proxies and their clients").And.Contain("1 proxy and 1 client");
        ofProxies.Should().Contain("proxies/squid.html").And.NotContain("curl").And.NotContain("client-fail");
        ofClients.Should().Contain("clients/curl.html").And.NotContain("squid").And.NotContain("group-fail");
        ofClients.Split("<tr data-level").Skip(1).First().Should().Contain("<strong class=\"security\">security</strong>");
        ofClients.Split("class=\"security\"").Should().HaveCount(2, "a pass endangers nobody");
    }

    [Test]
    public async Task A_report_of_clients_alone_does_not_call_them_proxies()
    {
        await WriteAsync(SampleReport.OfClient());

        var index = await File.ReadAllTextAsync(Path.Combine(Site, "index.html"));
        index.Should().Contain("Every case on every client").And.Contain("Any client with").And.NotContain("squid")
            .And.NotContain("proxies/");
        (await File.ReadAllTextAsync(Path.Combine(Site, "clients/curl.html"))).Should().NotContain("prox");
    }

    [Test]
    public async Task The_correct_client_is_beside_what_a_client_breaks()
    {
        var report = SampleReport.OfClient();

        await WriteAsync(report, report.Proxies[0].Scenarios[0]);

        (await File.ReadAllTextAsync(Path.Combine(Site, "cases/group-fail.html"))).Should()
            .Contain("The correct client, same case").And.NotContain("The reference");
    }

    private static string Table(string page, string id)
    {
        var from = page.IndexOf($"<table id=\"{id}\"", StringComparison.Ordinal);
        return page[from..page.IndexOf("</table>", from, StringComparison.Ordinal)];
    }

    [Test]
    public void A_mark_far_down_is_shown_after_a_gap()
    {
        var text = Encoding.ASCII.GetBytes(new string('a', 4000) + "bad" + new string('c', 90));
        var many = Enumerable.Range(0, 60).Select(at =>
            new TranscriptEvent(TimeSpan.FromMilliseconds(at), "client 1", WireEvent.Received, text.Length, text, "")).ToList();
        var steps = Exchanges.Annotated(many, [new(35, 4000, 3)]);

        var list = new StepList(steps, 10_000, []).Write().ToString();

        list.Should().Contain("<mark>bad</mark>").And.Contain("… 5 more steps").And.Contain("… 14 more steps");
    }

    [Test]
    public void What_is_left_out_of_the_bytes_of_a_step_is_said_once()
    {
        var kept = Encoding.ASCII.GetBytes(new string('a', 4000));
        var step = new TranscriptEvent(TimeSpan.Zero, "client 1", WireEvent.Received, 5000, kept, "");

        var list = new StepList(Exchanges.Annotated([step]), 1000, []).Write().ToString();

        list.Split("more bytes").Should().HaveCount(2);
    }

    [Test]
    public async Task A_proxys_page_tells_where_the_time_went_where_the_report_does()
    {
        var page = Path.Combine(Site, "proxies/squid.html");

        await WriteAsync(SampleReport.Full());
        (await File.ReadAllTextAsync(page)).Should().Contain("Where the time went")
            .And.Contain("1.5 at once on average, with 32 workers")
            .And.Contain(
                "<a href=\"../cases/group-pass.html\"><code>group/pass</code></a>; <span class=\"quiet\">the run waited for it "
                + "at the end</span>");

        await WriteAsync(SampleReport.Build());
        (await File.ReadAllTextAsync(page)).Should().NotContain("Where the time went");
    }

    [Test]
    public async Task A_page_of_an_earlier_run_goes_and_what_is_not_the_programs_own_stays()
    {
        await WriteAsync(SampleReport.Build());
        File.WriteAllText(Path.Combine(Site, "notes.html"), "mine");
        var report = SampleReport.Build();
        var proxy = report.Proxies[0];

        await WriteAsync(report with { Proxies = [proxy with { Name = "other", Scenarios = [proxy.Scenarios[1]] }] });

        Pages().Should().BeEquivalentTo("index.html", "notes.html", "proxies/other.html", "cases/group-fail.html");
    }

    [Test]
    public void A_directory_that_can_not_be_made_is_wrong_usage_before_the_run()
    {
        File.WriteAllText(Site, "a file");

        FluentActions.Invoking(() => new SiteWriter(Site, s_program, NoLessons)).Should().Throw<UsageException>()
            .WithMessage($"--html {Site}: is a file; name a directory.");
    }

    private static readonly SuiteProgram s_program = new("suite", "baselines");

    private static Task<IReadOnlyList<Lessons>> NoLessons(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<Lessons>>([]);

    private Task WriteAsync(Report report, ScenarioReport? reference = null) => new SiteWriter(Site, s_program, NoLessons)
    {
        Compare = (_, _) => Task.FromResult<IReadOnlyDictionary<string, ScenarioReport>>(
            reference is null ? new() : new Dictionary<string, ScenarioReport> { ["group/fail"] = reference }),
    }.WriteAsync(report, CancellationToken.None);

    private IEnumerable<string> Pages() =>
        Directory.EnumerateFiles(Site, "*.html", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Site, path).Replace('\\', '/'));
}
