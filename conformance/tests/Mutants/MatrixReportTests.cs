using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Running.Cases;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Mutants;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class MatrixReportTests
{
    private static readonly Kill s_killed = new("g/a", "status", Verdict.Fail, "status", "it is broken", true);
    private static readonly Kill s_missed = new("g/b", "status", Verdict.Pass, "", "", false);

    [Test]
    public void It_holds_when_every_mutant_is_as_declared_and_every_scenario_is_killed()
    {
        var report = new MatrixReport([Result("m", s_killed)], ["g/a"]);
        report.Holds.Should().BeTrue();
        report.Summary.Should().Be("1 of 1 scenarios killed by their mutant for the named reason, 1 of 1 mutants as declared");
    }

    [Test]
    public void A_scenario_without_a_kill_is_a_hole()
    {
        var report = new MatrixReport([Result("m", s_killed, s_missed)], ["g/a", "g/b", "g/c"]);
        report.Holds.Should().BeFalse();
        report.Holes.Should().Equal("g/b", "g/c");
        report.Lines().Should()
            .Contain(line => line.Contains("MISSED") && line.Contains("g/b") && line.Contains("expected status, but pass"));
        report.Lines().Should().Contain(line => line.Contains("NO MUTANT for g/c"));
    }

    [Test]
    public void What_a_mutant_breaks_without_saying_so_counts_against_it()
    {
        var broken = new ScenarioResult(new("g/x", "practice", Level.Practice, "x"), Verdict.Warning, "status", "odd",
            TimeSpan.Zero, []);
        var report = new MatrixReport([Result("m", s_killed) with { Unexpected = [broken] }], ["g/a"]);
        report.Holds.Should().BeFalse();
        report.Lines().Should().Contain(line => line.Contains("BREAKS") && line.Contains("g/x"));
    }

    [Test]
    public void What_was_not_run_is_counted_apart_and_is_no_hole()
    {
        var report = new MatrixReport([Result("m", s_killed)], ["g/a"]) { Postponed = [("g/long", "it takes minutes")] };
        report.Holds.Should().BeTrue();
        report.Summary.Should().EndWith("1 of 1 mutants as declared; 1 more scenarios only with --nightly");
        report.Lines()
            .Should().Contain(line => line.Contains("NOT RUN") && line.Contains("g/long") && line.EndsWith("it takes minutes"));
    }

    [Test]
    public void A_flaw_that_fails_itself_counts_against_it() =>
        new MatrixReport([Result("m", s_killed) with { Faults = ["boom"] }], ["g/a"]).Holds.Should().BeFalse();

    [Test]
    public void A_part_claims_what_it_killed_itself_and_says_that_only_all_parts_make_a_whole()
    {
        var report = new MatrixReport([Result("m", s_killed)], ["g/a"]) { Part = new(2, 4), LeftToOtherParts = 3 };
        report.Holds.Should().BeTrue();
        report.Summary.Should().Be(
            "Shard 2/4 of the mutants: 1 of 1 scenarios killed by their mutant for the named reason, 1 of 1 mutants as declared");
        report.Lines().TakeLast(3).Should().Equal(
            "This was shard 2/4 of the mutants. It had to kill the scenarios that they are made for; "
            + "3 more are left to other shards.",
            "Whether every scenario is killed is known only after all 4 shards: the matrix holds when each of them does.",
            report.Summary);
    }

    [Test]
    public void The_whole_says_nothing_of_parts() =>
        new MatrixReport([Result("m", s_killed)], ["g/a"]).Lines().Should().NotContain(line => line.Contains(" part"));

    [Test]
    public void The_problems_are_the_holes_and_the_mutants_that_are_not_as_declared_and_nothing_else()
    {
        new MatrixReport([Result("m", s_killed)], ["g/a"]).Problems.Should().BeEmpty();

        var problems = new MatrixReport([Result("m", s_killed), Result("n", s_missed)], ["g/a", "g/b"]).Problems.ToList();
        problems.Should().HaveCount(3).And.NotContain(line => line.Contains(" m:"));
        problems[0].Should().StartWith("FAIL n: ");
        problems[1].Should().Contain("MISSED  g/b");
        problems[2].Should().EndWith("NO MUTANT for g/b");
    }

    private static MutantResult Result(string name, params Kill[] kills) =>
        new(new(name, "breaks", () => new Flaw()), kills, [], [], kills.Length);
}
