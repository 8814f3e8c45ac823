using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Ci;
using ConformanceKit.Reporting.Compare;
using ConformanceKit.Reporting.Html;
using ConformanceKit.Reporting.Markdown;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class PasswordsTests
{
    private const string Command = "kit explain group/fail --proxy http://h:1 --auth-proxy http://user:secret@h:2";

    [TestCase(Command, "kit explain group/fail --proxy http://h:1 --auth-proxy http://user:***@h:2")]
    [TestCase("'http://u:a%3Ab@[::1]:2' http://v:c@h", "'http://u:***@[::1]:2' http://v:***@h")]
    [TestCase("mail a@b, http://h:1/a@b", "mail a@b, http://h:1/a@b")]
    public void A_password_is_masked_and_nothing_else(string text, string expected) =>
        Passwords.Masked(text).Should().Be(expected);

    [Test]
    public void Nothing_that_is_published_shows_one()
    {
        var passed = With(Verdict.Pass);
        var failed = With(Verdict.Fail);

        string[] published =
        [
            JUnitReport.Write(failed),
            MarkdownReport.Write(failed),
            DiffReport.Text(ReportDiff.Between(passed, failed)),
            DiffReport.Markdown(ReportDiff.Between(passed, failed)),
            ShellCommand.Of(Command).ToString(),
            .. Annotations.Of(failed, new GitHubLog()),
        ];

        published.Should().HaveCount(6).And.OnlyContain(text => text.Contains("user:***@h:2") && !text.Contains("secret"));
    }

    [Test]
    public void A_long_command_is_masked_before_it_is_cut() =>
        MarkdownText.Code($"{new string('x', 300)} http://user:{new string('s', 200)}@h").Should()
            .Contain("user:***").And.NotContain("ss");

    private static Report With(Verdict verdict)
    {
        var report = SampleReport.Build();
        var scenario = report.Proxies[0].Scenarios[0] with { Verdict = verdict, Reason = "a reason", Reproduce = Command };
        return report with { Proxies = [report.Proxies[0] with { Scenarios = [scenario] }] };
    }
}
