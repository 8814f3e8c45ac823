using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Markdown;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class MarkdownReportTests
{
    private const string Ones = " 1 | 1 | 1 | 1 | 1 | 1 | 1 |";

    [Test]
    public void Clients_have_a_table_of_their_own_and_what_endangers_users_comes_first()
    {
        var (proxy, client) = (SampleReport.Build(), SampleReport.OfClient().Proxies[0]);

        var page = MarkdownReport.Write(proxy with { Proxies = [client, proxy.Proxies[0]] });

        page.Split('\n').Where(line => line.Contains("| verdict |", StringComparison.Ordinal)).Should().SatisfyRespectively(
            line => line.Should().StartWith("| proxy |"), line => line.Should().StartWith("| client |"));
        Section(page, "curl 5.7: broken").Should().StartWith("curl 5.7: broken (2)\n\n- **warning** security `group/warning`");
        page.Should().NotContain("### curl 5.7: warnings");
    }

    [Test]
    public void The_verdicts_come_first_then_what_is_broken_then_the_rest_proxy_by_proxy()
    {
        var squid = SampleReport.Build(
            new("squid", "", [new("group/pass", Verdict.Fail, "known"), new("group/fail", Verdict.Fail, "known too")]));
        var apache = SampleReport.Build().Proxies[0] with { Name = "apache" };

        var page = MarkdownReport.Write(squid with { Proxies = [squid.Proxies[0], apache] });

        var headings = page.Split('\n').Where(line => line.StartsWith('#'));
        headings.Should().Equal(
            "## CONNECT conformance: harness error",
            "### squid 5.7: harness errors, by cause (1)",
            "### squid 5.7: differs from the baseline (2)",
            "### squid 5.7: blocked, by cause (1)",
            "### squid 5.7: as the baseline expects (1)",
            "### apache 5.7: broken (1)",
            "### apache 5.7: harness errors, by cause (1)",
            "### apache 5.7: warnings (1)",
            "### apache 5.7: blocked, by cause (1)");
        page.Split('\n').SkipWhile(line => !line.StartsWith('|')).Take(4).Should().SatisfyRespectively(
            line => line.Should().StartWith("| proxy | verdict | fail | warning | blocked |"),
            line => line.Should().StartWith("|-|-|-:|"),
            line => line.Should().StartWith("| squid 5.7 | undecided, for 1 harness error; ").And.EndWith("|" + Ones),
            line => line.Should().StartWith("| apache 5.7 | undecided, for 1 harness error; ").And.EndWith("|" + Ones));
        Section(page, "squid 5.7: differs").Should().StartWith("squid 5.7: differs from the baseline (2)\n\n- **warning**")
            .And.Contain("`group/warning`: A title<br>RFC 9110 §9.3.6 (MUST NOT): ")
            .And.Contain("the baseline expects pass<br>`Conformance.Tests explain group/warning squid`")
            .And.Contain("**pass** `group/pass`").And.Contain("the baseline expects fail: known<br>");
        Section(page, "apache 5.7: broken").Should().Contain("**fail** `group/fail`");
        Section(page, "apache 5.7: blocked").Should().Contain("- blocked `group/blocked`: ");
    }

    [Test]
    public void What_is_blocked_is_one_line_for_each_cause_and_hides_no_fail()
    {
        var report = SampleReport.Build();
        var (fail, blocked) = (report.Proxies[0].Scenarios.Single(scenario => scenario.Verdict == Verdict.Fail),
            report.Proxies[0].Scenarios.Single(scenario => scenario.Verdict == Verdict.Blocked));
        var scenarios = Enumerable.Range(0, 500).Select(number =>
            blocked with { Id = $"a/{number}", Reason = $"depends on group/{number % 2}, which failed" }).ToList();
        scenarios.Add(fail with { Why = "It does." });
        report = report with { Proxies = [report.Proxies[0] with { Scenarios = scenarios }] };

        var page = MarkdownReport.Write(report);

        page.Should().Contain("- blocked in 250 cases: depends on group/0, which failed\n"
            + "- blocked in 250 cases: depends on group/1, which failed\n")
            .And.Contain("<br>why it matters: It does.<br>").And.NotContain("<details>");
        page.IndexOf("`group/fail`", StringComparison.Ordinal).Should().BeLessThan(1000);
    }

    [Test]
    public void What_is_left_out_for_want_of_room_is_what_matters_least()
    {
        var report = SampleReport.Build();
        var fail = report.Proxies[0].Scenarios.Single(scenario => scenario.Verdict == Verdict.Fail);
        var warning = report.Proxies[0].Scenarios.Single(scenario => scenario.Verdict == Verdict.Warning);
        IEnumerable<ScenarioReport> Many(ScenarioReport one, int count) => Enumerable.Range(0, count)
            .Select(number => one with { Id = $"group/{one.Verdict}-{number}", Reason = new string('x', 380) });
        var proxy = report.Proxies[0] with { Scenarios = [.. Many(warning, 500), .. Many(fail, 20)] };
        report = report with { Proxies = [proxy with { Name = "one" }, proxy with { Name = "two" }] };

        var headings = MarkdownReport.Write(report).Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal));

        headings.Should().SatisfyRespectively(
            line => line.Should().Be("### one 5.7: broken (20)"),
            line => line.Should().MatchRegex(@"^### one 5\.7: warnings \(\d+ of 500\)$"),
            line => line.Should().Be("### two 5.7: broken (20)"),
            line => line.Should().MatchRegex(@"^### two 5\.7: warnings \(\d+ of 500\)$"));
    }

    [Test]
    public void A_proxy_as_it_should_be_needs_few_lines()
    {
        var report = SampleReport.Build();
        report = report with { Proxies = [report.Proxies[0] with { Scenarios = [report.Proxies[0].Scenarios[0]] }] };

        var page = MarkdownReport.Write(report);

        page.Should().StartWith("## CONNECT conformance: conformant\n\n| proxy | verdict |").And.NotContain("###");
    }

    [TestCase("a|b", @"a\|b")]
    [TestCase("`x` *y* _z_ ~w~ $m$", @"\`x\` \*y\* \_z\_ \~w\~ \$m\$")]
    [TestCase("<script>&amp;", "&lt;script&gt;&amp;amp;")]
    [TestCase("[text](http://x) ![i](y)", @"\[text\](http:&#8203;//x) !\[i\](y)")]
    [TestCase("@someone and #12", "@&#8203;someone and #&#8203;12")]
    [TestCase("see www.example.org", "see www&#8203;.example.org")]
    [TestCase("two\r\nlines\nhere", "two lines here")]
    [TestCase("\u001b[31m\u202e", @"\\u001B\[31m\\u202E")]
    public void Text_stays_text(string text, string expected) => MarkdownText.Inline(text).Should().Be(expected);

    [Test]
    public void What_no_attribute_can_hold_is_shown() => MarkdownText.Inline("a\u0000b\uD800c").Should().Be(@"a\\u0000b\\uD800c");

    [TestCase("a b", "`a b`")]
    [TestCase("a`b", "``a`b``")]
    [TestCase("`", "`` ` ``")]
    [TestCase("a\nb", "`a b`")]
    [TestCase("--auth-proxy http://user:secret@h:1", "`--auth-proxy http://user:***@h:1`")]
    public void Code_stays_code(string text, string expected) => MarkdownText.Code(text).Should().Be(expected);

    [Test]
    public void No_line_of_a_hostile_report_begins_anything()
    {
        const string hostile = "x\n# heading\n| a | b |\n</details><script>alert(1)</script>\n@all `code` ```fence``` <!-- -->";
        var report = SampleReport.Build();
        var scenarios = report.Proxies[0].Scenarios.Select(scenario => scenario with
        {
            Id = hostile,
            Title = hostile,
            Clause = hostile,
            Keyword = hostile,
            Reason = hostile,
            Reproduce = hostile,
            Flaky = hostile,
        });
        report =
            report with { Proxies = [report.Proxies[0] with { Name = hostile, Version = hostile, Scenarios = [.. scenarios] }] };

        // The page without its code spans, in which nothing is read as markup.
        var page = Regex.Replace(MarkdownReport.Write(report), @"(?<!`)(?<!\\)(`+)(?!`).+?(?<!`)\1(?!`)", "CODE");

        page.Should().NotContain("<script").And.NotContain("@all").And.NotContain("<!--").And.Contain("CODE");
        page.Split('\n')
            .Should().OnlyContain(line => line == "" || Regex.IsMatch(line, "^(## |### |- |\\||<details><summary>|</details>$)"));
        Regex.Matches(page, "<(?!br>|/?details>|/?summary>)").Should().BeEmpty();
    }

    [Test]
    public void It_stays_short_enough_for_a_comment_and_says_what_is_left_out()
    {
        var report = SampleReport.Build();
        var failure = report.Proxies[0].Scenarios[1] with { Reason = new string('x', 100_000) };
        var scenarios = Enumerable.Range(0, 500).Select(number => failure with { Id = $"group/{number}" }).ToList();
        var proxy = report.Proxies[0] with { Scenarios = scenarios };
        report = report with
        {
            Proxies =
            [
                .. Enumerable.Range(0, 60).Select(number => proxy with { Name = $"proxy{number}{new string('&', 500)}" }),
            ],
        };

        var page = MarkdownReport.Write(report);

        page.Length.Should().BeInRange(40_000, MarkdownReport.MostCharacters);
        var shown = Regex.Count(page, "^- ", RegexOptions.Multiline);
        page.Should().Contain($"{(60 * 500) - shown} more entries are left out here")
            .And.Contain("20 more proxies are left out here");
        Regex.Matches(page, "<details>").Should().HaveSameCount(Regex.Matches(page, "</details>"));
    }

    private static string Section(string page, string heading) =>
        page.Split("### ").Single(section => section.StartsWith(heading, StringComparison.Ordinal));
}
