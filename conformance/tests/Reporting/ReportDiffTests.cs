using System.Text.Json;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Compare;
using ConformanceKit.Reporting.Json;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class ReportDiffTests
{
    private static readonly ScenarioReport s_some = SampleReport.Build().Proxies[0].Scenarios[0] with
    {
        ReasonId = "because",
        Reason = "it is so"
    };

    [TestCase(Verdict.Pass, Verdict.Fail, "regressed")]
    [TestCase(Verdict.Pass, Verdict.Warning, "regressed")]
    [TestCase(Verdict.Warning, Verdict.Fail, "regressed")]
    [TestCase(Verdict.NotApplicable, Verdict.Fail, "regressed")]
    [TestCase(Verdict.Pass, Verdict.HarnessError, "regressed")]
    [TestCase(Verdict.Fail, Verdict.Pass, "fixed")]
    [TestCase(Verdict.Fail, Verdict.Warning, "fixed")]
    [TestCase(Verdict.Blocked, Verdict.Pass, "fixed")]
    [TestCase(Verdict.Fail, Verdict.NotApplicable, "changed", TestName = "What is not shown any more is not fixed")]
    [TestCase(Verdict.Pass, Verdict.NotApplicable, "changed")]
    [TestCase(Verdict.Blocked, Verdict.Fail, "changed")]
    [TestCase(Verdict.Fail, Verdict.Fail, null)]
    [TestCase(null, Verdict.Fail, "new")]
    [TestCase(Verdict.Pass, null, "removed")]
    public void A_change_has_one_place(Verdict? older, Verdict? newer, string? part)
    {
        var diff = ReportDiff.Between(Report("p", older), Report("p", newer));

        diff.Parts().Where(entry => entry.Cases.Count > 0).Select(entry => entry.Name).Should().Equal(part is null ? [] : [part]);
        diff.Versions.Should().BeEmpty();
    }

    [Test]
    public void Another_reason_for_the_same_verdict_is_a_change()
    {
        var newer = Report("p", Verdict.Fail);
        var scenario = newer.Proxies[0].Scenarios[0] with { ReasonId = "reply-timeout" };
        newer = newer with { Proxies = [newer.Proxies[0] with { Scenarios = [scenario] }] };

        DiffReport.Text(ReportDiff.Between(Report("p", Verdict.Fail), newer)).Should().Be(
            $"changed    p group/pass: fail (because) -> fail (reply-timeout){Environment.NewLine}"
            + $"0 regressed, 0 fixed, 1 changed, 0 new, 0 removed{Environment.NewLine}");
    }

    [Test]
    public void Versions_are_told_and_an_only_proxy_is_compared_whatever_it_is_called()
    {
        var newer = Report("acme:2", Verdict.Fail);
        newer = newer with { Tool = new("9"), Proxies = [newer.Proxies[0] with { Version = "2", ImageDigest = "" }] };

        var lines = DiffReport.Text(ReportDiff.Between(Report("acme:1", Verdict.Pass), newer)).Split(Environment.NewLine);

        lines.Should().Equal(
            $"version    conformancekit: {ReportBuilder.ToolVersion} -> 9",
            "version    proxy: acme:1 -> acme:2",
            "version    acme:2: 5.7 -> 2",
            "version    acme:2's image: sha256:abc -> unknown",
            "regressed  acme:2 group/pass: pass -> fail",
            "           RFC 9110 §9.3.6 (MUST NOT): it is so",
            "           Conformance.Tests explain group/pass squid",
            "1 regressed, 0 fixed, 0 changed, 0 new, 0 removed",
            "");
    }

    [Test]
    public void Among_several_proxies_a_name_decides()
    {
        var older = Report("one", Verdict.Pass);
        var newer = older with { Proxies = [.. Report("two", Verdict.Pass).Proxies, .. Report("three", Verdict.Pass).Proxies] };

        var diff = ReportDiff.Between(older, newer);

        diff.New.Select(change => change.Proxy).Should().Equal("two", "three");
        diff.Removed.Select(change => change.Proxy).Should().Equal("one");
    }

    [Test]
    public void Markdown_and_JSON_tell_the_same()
    {
        var diff = ReportDiff.Between(Report("p", Verdict.Pass), Report("p", Verdict.Fail));

        DiffReport.Markdown(diff).Should().StartWith("## CONNECT conformance: 1 regressed, 0 fixed")
            .And.Contain("### Regressed").And.Contain("- `group/pass` on p: pass -&gt; fail<br>RFC 9110")
            .And.NotContain("### Fixed");
        using var json = JsonDocument.Parse(JsonReport.Write(diff));
        var change = json.RootElement.GetProperty("regressed")[0];
        change.GetProperty("id").GetString().Should().Be("group/pass");
        change.GetProperty("old").GetString().Should().Be("pass");
        change.GetProperty("new").GetString().Should().Be("fail");
        json.RootElement.GetProperty("removed").GetArrayLength().Should().Be(0);
    }

    private static Report Report(string proxy, Verdict? verdict)
    {
        var report = SampleReport.Build();
        return report with
        {
            Proxies =
            [
                report.Proxies[0] with
                {
                    Name = proxy,
                    Scenarios = verdict is { } given ? [s_some with { Verdict = given }] : [],
                },
            ],
        };
    }
}
