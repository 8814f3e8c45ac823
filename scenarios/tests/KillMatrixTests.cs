using ConformanceKit.Browsers;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>
/// The suite's own gate: every scenario fails on the mutant that is made for it, for the named reason.
/// </summary>
internal sealed class KillMatrixTests
{
    private static readonly MutantCatalogue s_catalogue = MutantCatalogue.Of(typeof(SuiteLifetime).Assembly);

    private MatrixReport _report = null!;

    [OneTimeSetUp]
    public async Task RunAllMutants()
    {
        using var matrix = new MutantMatrix(s_catalogue)
        {
            Sampled = true,
            Finished = result =>
                TestContext.Progress.WriteLine(
                    $"{(result.Holds ? "ok  " : "FAIL")} {result.Mutant.Name} ({result.Run} scenarios)"),
        };
        _report = new(await matrix.RunAsync([.. s_catalogue.Mutants], default), matrix.ToKill) { Postponed = matrix.Postponed };
    }

    [OneTimeTearDown]
    public async Task PrintTheMatrix()
    {
        await Chromium.StopAsync();
        foreach (var line in _report?.Lines() ?? [])
            TestContext.Progress.WriteLine(line);
    }

    [Test]
    public void The_unmodified_reference_passes_everything()
    {
        // Those about proxies on the reference, and those about clients on the client that does what the RFCs say.
        var none = _report.Results.Where(result => result.Mutant.IsNone).ToList();
        none.Sum(result => result.Run).Should().Be(_report.Scenarios.Count);
        none.SelectMany(MatrixReport.Lines).Should().NotContain(line => line.Contains('!'));
    }

    [Test]
    public void Every_mutant_breaks_what_it_must_for_the_named_reason_and_nothing_that_it_does_not_declare() =>
        Problems(result => !result.Mutant.IsNullProxy).Should().BeEmpty();

    [Test]
    public void A_null_proxy_passes_nothing_that_an_RFC_requires() =>
        Problems(result => result.Mutant.IsNullProxy).Should().BeEmpty();

    [Test]
    public void Every_scenario_has_a_mutant_that_kills_it() => _report.Holes.Should().BeEmpty();

    [Test]
    public void Nearly_every_failure_says_itself_which_bytes_or_event_break_the_rule()
    {
        var broken = _report.Results.Where(result => !result.Mutant.IsNullProxy).SelectMany(result => result.Kills)
            .Where(kill => kill.Verdict is Verdict.Fail or Verdict.Warning).ToList();
        var unmarked = broken.Where(kill => !kill.IsMarked).Select(kill => $"{kill.Id} ({kill.ReasonId})").Distinct().ToList();
        TestContext.Progress.WriteLine($"without a mark, of {broken.Count}: {string.Join(", ", unmarked)}");
        unmarked.Should().HaveCountLessThan(broken.Count / 20);
    }

    [Test]
    public void What_only_a_nightly_run_kills_has_a_mutant_all_the_same() => _report.Postponed
        .Where(entry => !s_catalogue.Mutants.Any(mutant => mutant.Kills.Any(kill => kill.Id == entry.Id)))
        .Should().BeEmpty();

    private IEnumerable<string> Problems(Func<MutantResult, bool> which) =>
        _report.Results.Where(result => which(result) && !result.Holds).SelectMany(MatrixReport.Lines);
}
