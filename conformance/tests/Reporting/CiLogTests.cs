using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Ci;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class CiLogTests
{
    private const string Hostile = "50% of a,b: c]\r\n::error::x ##vso[task.x]y";

    [TestCase("GITHUB_ACTIONS", "true", typeof(GitHubLog))]
    [TestCase("TF_BUILD", "True", typeof(AzureLog))]
    [TestCase("GITLAB_CI", "true", typeof(GitLabLog))]
    [TestCase("GITHUB_ACTIONS", "false", null)]
    [TestCase("CI", "true", null)]
    public void A_system_is_known_by_its_variable(string name, string value, Type? expected) =>
        CiLog.Of(variable => variable == name ? value : null)?.GetType().Should().Be(expected);

    [Test]
    public void GitHub_gets_workflow_commands()
    {
        var log = new GitHubLog();

        log.Begin("100%").Should().Be("::group::100%25");
        log.End().Should().Be("::endgroup::");
        log.Annotation(isError: true, Hostile, Hostile).Should().Be(
            "::error title=50%25 of a%2Cb%3A c]%0D%0A%3A%3Aerror%3A%3Ax ##vso[task.x]y"
            + "::50%25 of a,b: c]%0D%0A::error::x ##vso[task.x]y");
        log.Annotation(isError: false, "a", "b").Should().Be("::warning title=a::b");
    }

    [Test]
    public void Azure_Pipelines_gets_logging_commands()
    {
        var log = new AzureLog();

        log.Begin("a").Should().Be("##[group]a");
        log.End().Should().Be("##[endgroup]");
        log.Annotation(isError: true, "t", Hostile).Should().Be(
            "##vso[task.logissue type=error]t: 50%AZP25 of a,b: c]%0D%0A::error::x ##vso[task.x]y");
        log.Annotation(isError: false, "a", "b").Should().Be("##vso[task.logissue type=warning]a: b");
    }

    [Test]
    public void GitLab_gets_sections_and_no_annotations()
    {
        var log = new GitLabLog();

        log.Begin("a").Should().MatchRegex(
            "^\u001b\\[0Ksection_start:[0-9]{10,}:conformancekit_1\\[collapsed=true\\]\r\u001b\\[0Ka$");
        log.End().Should().MatchRegex("^\u001b\\[0Ksection_end:[0-9]{10,}:conformancekit_1\r\u001b\\[0K$");
        log.Begin("b").Should().Contain(":conformancekit_2[");
        Annotations.Of(SampleReport.Build(), log).Should().BeEmpty();
    }

    [Test]
    public void What_is_new_is_annotated_and_what_the_baseline_expects_is_not()
    {
        var report = SampleReport.Build(new("squid", "",
            [new("group/fail", Verdict.Fail, "known"), new("group/pass", Verdict.Fail, "known")]));

        Annotations.Of(report, new GitHubLog()).Select(line => line.Split("::")[1]).Should().Equal(
            "error title=squid", "warning title=group/pass on squid", "warning title=group/warning on squid");
    }

    [Test]
    public void An_annotation_has_what_the_terminal_has_on_one_line_of_the_log()
    {
        var report = SampleReport.Build();
        report = report with
        {
            Proxies = [report.Proxies[0] with { Scenarios = [.. report.Proxies[0].Scenarios.Select(Important)] }],
        };

        var lines = Annotations.Of(report, new GitHubLog());

        lines.Should().HaveCount(2);
        lines[0].Should().StartWith("::error title=squid::undecided, for 1 harness error; 1 MUST broken");
        lines[1].Should().StartWith("::error title=group/fail on squid::fail: RFC 9110 §9.3.6 (MUST NOT): two lines%0A")
            .And.EndWith("%0AWhy it matters: It does.%0AConformance.Tests explain group/fail squid").And.NotContain("\n");

        static ScenarioReport Important(ScenarioReport scenario) => scenario with { Why = "It does.", Reason = "two\nlines" };
    }

    [Test]
    public void There_are_no_more_than_a_system_shows_and_the_worst_come_first()
    {
        var report = SampleReport.Build();
        var fail = report.Proxies[0].Scenarios.Single(scenario => scenario.Verdict == Verdict.Fail);
        var scenarios = Enumerable.Range(10, 30).Select(number => fail with { Id = $"group/{number}" }).ToList();
        scenarios.AddRange(Enumerable.Range(0, 5).Select(number => fail with { Id = $"group/row/{number}" }));
        scenarios[20] = scenarios[20] with { ReasonId = ReasonIds.ProxyEnded };
        report = report with { Proxies = [report.Proxies[0] with { Scenarios = scenarios }] };

        var lines = Annotations.Of(report, new GitHubLog());

        lines.Should().HaveCount(11);
        lines[0].Should().StartWith("::error title=group/30 on squid");
        lines.Take(10).Should().OnlyContain(line => Regex.IsMatch(line, "^::error title=group/[0-9]+ on squid::"));
        lines[10].Should().Be("21 more like these are in the summary and in the other reports.", "a row counts once");
    }
}
