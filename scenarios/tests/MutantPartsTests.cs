using ConformanceKit.Mutants;
using ConformanceKit.Running.Cases;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>The parts of the kill matrix that CI runs add up to the whole.</summary>
internal sealed class MutantPartsTests
{
    private static readonly MutantCatalogue s_catalogue = MutantCatalogue.Of(typeof(SuiteLifetime).Assembly);

    [Test]
    public void Every_mutant_is_in_exactly_one_part_and_the_parts_are_about_equal([Values(2, 4, 7)] int count)
    {
        var parts = PartsOf(count);

        s_catalogue.Mutants.Should().OnlyContain(mutant => parts.Count(part => part.Contains(mutant.Name)) == 1);
        parts.Should().OnlyContain(part =>
            s_catalogue.Mutants.Count(mutant => part.Contains(mutant.Name)) > s_catalogue.Mutants.Count / (2 * count));
    }

    [Test]
    public void Every_scenario_is_to_be_killed_in_a_part_that_has_a_mutant_for_it([Values(1, 4)] int count)
    {
        using var matrix = new MutantMatrix(s_catalogue);
        var parts = PartsOf(count);

        parts.SelectMany(matrix.ToKillIn).Distinct().Should().BeEquivalentTo(matrix.ToKill);
        parts.Should().OnlyContain(part => matrix.ToKillIn(part)
            .All(id => s_catalogue.Mutants.Any(mutant => mutant.IsMadeFor(id) && part.Contains(mutant.Name))));
    }

    private static IReadOnlyList<Shard> PartsOf(int count) =>
        [.. Enumerable.Range(1, count).Select(index => new Shard(index, count))];
}
