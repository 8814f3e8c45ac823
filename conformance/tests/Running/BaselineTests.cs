using ConformanceKit.Model;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.Running.Engine;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

internal sealed class BaselineTests
{
    private static readonly Baseline s_known = new("squid", "5.7",
    [
        new("connect/host-missing", Verdict.Fail, "RFC 9112 §3.2: it opens a tunnel"),
        new("connect-errors/reject-closes", Verdict.Fail, "RFC 9931 §8: it stays open"),
        new("tunnel/rst-origin", Verdict.Warning, "practice: FIN"),
        new("websocket/wss", Verdict.NotApplicable, "no TLS"),
    ]);

    private static readonly Baseline s_undecided = new("squid", "5.7",
        [new("tunnel/many", Verdict.Fail, "whoever is first", Verdict.Pass)]);

    [TestCase("connect/host-missing", Verdict.Fail, false)]
    [TestCase("connect/host-missing", Verdict.Pass, true)]
    [TestCase("connect/host-missing", Verdict.Warning, true)]
    [TestCase("connect/host-missing", Verdict.Blocked, true)]
    [TestCase("connect/host-missing", Verdict.NotApplicable, false)]
    [TestCase("connect/host-missing", Verdict.HarnessError, false)]
    [TestCase("connect/establish", Verdict.Pass, false)]
    [TestCase("connect/establish", Verdict.Info, false)]
    [TestCase("connect/establish", Verdict.NotApplicable, false)]
    [TestCase("connect/establish", Verdict.Warning, true)]
    [TestCase("connect/establish", Verdict.Fail, true)]
    [TestCase("connect/establish", Verdict.Blocked, true)]
    [TestCase("tunnel/rst-origin", Verdict.Warning, false)]
    [TestCase("tunnel/rst-origin", Verdict.Fail, true)]
    [TestCase("websocket/wss", Verdict.NotApplicable, false)]
    [TestCase("websocket/wss", Verdict.Fail, true)]
    public void Drift_is_any_other_verdict_than_expected(string id, Verdict verdict, bool drift) =>
        s_known.IsDrift(Result(id, verdict), Profile.Default).Should().Be(drift);

    [TestCase(Verdict.Fail, false)]
    [TestCase(Verdict.Pass, false)]
    [TestCase(Verdict.Warning, true)]
    public void An_undecided_proxy_may_end_either_way_and_no_other(Verdict verdict, bool drift) =>
        s_undecided.IsDrift(Result("tunnel/many", verdict), Profile.Default).Should().Be(drift);

    [Test]
    public void Rounds_that_end_as_an_undecided_proxy_may_end_are_not_flaky()
    {
        ScenarioResult[] either = [Result("tunnel/many", Verdict.Pass), Result("tunnel/many", Verdict.Fail)];
        ScenarioResult[] other = [Result("tunnel/many", Verdict.Pass), Result("tunnel/many", Verdict.Warning)];

        CaseOutcome.Of(either, s_undecided, Profile.Default).Flaky.Should().BeEmpty();
        CaseOutcome.Of(other, s_undecided, Profile.Default).Flaky.Should().Be("pass 1, warning 1");
        CaseOutcome.Of(either, s_known, Profile.Default).Flaky.Should().Be("pass 1, fail 1");
    }

    [Test]
    public void An_update_keeps_an_undecided_entry_while_the_proxy_ends_either_way()
    {
        s_undecided.Updated("", [Result("tunnel/many", Verdict.Pass)], _ => true).Should().BeEquivalentTo(s_undecided);
        s_undecided.Updated("", [Result("tunnel/many", Verdict.Warning)], _ => true).Expected
            .Should().Equal(new BaselineEntry("tunnel/many", Verdict.Warning, "whoever is first"));
    }

    [Test]
    public void A_profile_softens_what_is_expected_as_it_softens_the_verdict()
    {
        var softer = new Profile("softer", "", Level.Should, ["connect-errors/reject-closes"]);

        s_known.IsDrift(Result("connect-errors/reject-closes", Verdict.Warning), softer).Should().BeFalse();
        s_known.IsDrift(Result("connect-errors/reject-closes", Verdict.Fail), softer).Should().BeTrue();
        s_known.IsDrift(Result("connect/host-missing", Verdict.Fail), softer).Should().BeFalse();
    }

    [Test]
    public void An_update_keeps_justifications_and_what_was_not_run_and_drops_what_is_fixed_or_gone()
    {
        var updated = s_known.Updated(
            "6.1",
            [
                Result("connect/host-missing", Verdict.Warning),
                Result("tunnel/rst-origin", Verdict.Pass),
                Result("websocket/wss", Verdict.HarnessError),
                Result("absolute-form/via-request", Verdict.Fail),
                Result("tunnel/binary", Verdict.NotApplicable),
                Result("connect/establish", Verdict.Pass),
            ],
            id => id != "connect-errors/reject-closes");

        updated.Version.Should().Be("6.1");
        updated.Expected.Should().Equal(
            new BaselineEntry("absolute-form/via-request", Verdict.Fail, "RFC 9110 §1: because of this"),
            new BaselineEntry("connect/host-missing", Verdict.Warning, "RFC 9112 §3.2: it opens a tunnel"),
            new BaselineEntry("websocket/wss", Verdict.NotApplicable, "no TLS"));
    }

    [Test]
    public void What_is_written_is_read_again()
    {
        using var folder = new TemporaryFolder();
        var baselines = new BaselineFolder(Path.Combine(folder.Path, "new"));

        baselines.Write("squid", s_known);

        baselines.Read("squid", _ => true).Should().BeEquivalentTo(s_known);
        File.ReadAllText(baselines.FileOf("squid")).Should().Contain("§3.2").And.Contain("\"not-applicable\"")
            .And.NotContain("\"or\"").And.EndWith("}\n");

        baselines.Write("squid", s_undecided);

        baselines.Read("squid", _ => true).Should().BeEquivalentTo(s_undecided);
        File.ReadAllText(baselines.FileOf("squid")).Should().Contain("\"or\": \"pass\"");
    }

    [Test]
    public void The_reference_has_a_baseline_always_and_others_only_with_a_file()
    {
        var baselines = new BaselineFolder("/nowhere");

        baselines.Read("reference", _ => true)!.Expected.Should().BeEmpty();
        baselines.Read("embedded", _ => true)!.Expected.Should().BeEmpty();
        baselines.Read("squid", _ => true).Should().BeNull();
        baselines.FileOf("embedded").Should().Be(baselines.FileOf("reference"));
        baselines.FileOf("127.0.0.1:8888").Should().EndWith("127.0.0.1-8888.json");
    }

    [TestCase("{", "line 1")]
    [TestCase("[]", "not a baseline")]
    [TestCase("""{ "proxy": "x", "version": "" }""", "not a baseline")]
    [TestCase("""{ "proxy": "x", "version": "", "expected": [ null ] }""", "an entry is null")]
    [TestCase("""{ "proxy": "x", "version": "", "expected": [ { "id": "a/b", "verdict": "bad", "why": "" } ] }""",
        "not a baseline: a value is of the wrong kind ($.expected[0].verdict)")]
    [TestCase("""{ "proxy": "x", "version": "", "expected": [ { "id": "gone/row", "verdict": "fail", "why": "" } ] }""",
        "gone/row")]
    [TestCase(
        """
        { "proxy": "x", "version": "", "expected": [
          { "id": "a/b", "verdict": "fail", "why": "" }, { "id": "a/b", "verdict": "fail", "why": "" } ] }
        """,
        "twice")]
    public void A_bad_file_is_one_clear_line(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "x.json"), text);

        FluentActions.Invoking(() => new BaselineFolder(folder.Path).Read("x", id => id == "a/b"))
            .Should().Throw<UsageException>().Where(
                wrong => wrong.Message.Contains(expected) && wrong.Message.Contains("x.json") && !wrong.Message.Contains('\n'));
    }

    private static ScenarioResult Result(string id, Verdict verdict) => new(
        new(id, "RFC 9110 §1", Level.Must, "title"), verdict, "reason", "because of this", TimeSpan.Zero, []);
}
