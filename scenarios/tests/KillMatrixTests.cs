using ConformanceKit.Browsers;
using ConformanceKit.Mutants;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>The gate of the suite: every scenario is seen to fail on the mutant that is made for it, for the named reason.</summary>
[TestFixture]
public sealed class KillMatrixTests
{
    private static readonly MutantCatalogue Catalogue = MutantCatalogue.Of(typeof(SuiteLifetime).Assembly);

    private MatrixReport report = null!;

    [OneTimeSetUp]
    public async Task RunAllMutants()
    {
        using var matrix = new MutantMatrix(Catalogue)
        {
            Sampled = true,
            Finished = result => TestContext.Progress.WriteLine($"{(result.Holds ? "ok  " : "FAIL")} {result.Mutant.Name} ({result.Run} scenarios)"),
        };
        report = new(await matrix.RunAsync([.. Catalogue.Mutants], default), matrix.ToKill) { Postponed = matrix.Postponed };
    }

    [OneTimeTearDown]
    public async Task PrintTheMatrix()
    {
        await Chromium.StopAsync();
        foreach (var line in report?.Lines() ?? []) TestContext.Progress.WriteLine(line);
    }

    [Test]
    public void The_unmodified_reference_passes_everything()
    {
        var none = report.Results.Single(result => result.Mutant.Name == Mutant.None);
        none.Run.Should().Be(report.Scenarios.Count);
        MatrixReport.Lines(none).Should().NotContain(line => line.Contains('!'));
    }

    [Test]
    public void Every_mutant_breaks_what_it_must_for_the_named_reason_and_nothing_that_it_does_not_declare() =>
        Problems(result => !result.Mutant.IsNullProxy).Should().BeEmpty();

    [Test]
    public void A_null_proxy_passes_nothing_that_an_RFC_requires() => Problems(result => result.Mutant.IsNullProxy).Should().BeEmpty();

    [Test]
    public void Every_scenario_has_a_mutant_that_kills_it() => report.Holes.Should().BeEmpty();

    [Test]
    public void What_only_a_nightly_run_kills_has_a_mutant_all_the_same() => report.Postponed
        .Where(entry => !Catalogue.Mutants.Any(mutant => mutant.Kills.Any(kill => kill.Id == entry.Id)))
        .Should().BeEmpty();

    private IEnumerable<string> Problems(Func<MutantResult, bool> which) =>
        report.Results.Where(result => which(result) && !result.Holds).SelectMany(MatrixReport.Lines);
}
