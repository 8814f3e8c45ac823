using ConformanceKit.Model;
using ConformanceKit.Running;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>The catalogue and the scenarios say the same: nothing is left out silently.</summary>
[TestFixture]
public sealed class CatalogueTests
{
    private static readonly RequirementCatalogue Catalogue = RequirementCatalogue.Of(typeof(SuiteLifetime).Assembly);

    private static readonly IReadOnlyList<Requirement> Scenarios =
        [.. ScenarioCatalogue.Of(typeof(SuiteLifetime).Assembly).Cases.Select(scenario => scenario.Requirement)];

    private static readonly HashSet<string> Covered = Scenarios.Select(scenario => scenario.Row).ToHashSet();

    [Test]
    public void Every_row_has_a_scenario_or_the_reason_why_it_has_none() =>
        Catalogue.Rows.Where(row => Covered.Contains(row.Id) == row.NotCovered.Length > 0).Select(row => row.Id).Should().BeEmpty();

    [Test]
    public void A_row_stands_in_the_group_that_its_id_names() =>
        Catalogue.Groups.SelectMany(group => group.Rows.Where(row => !row.Id.StartsWith(group.Name + "/", StringComparison.Ordinal)))
            .Should().BeEmpty();

    [Test]
    public void Prose_without_a_keyword_has_a_remark_on_how_it_is_graded() =>
        Catalogue.Rows.Where(row => row is { Level: "text", Remark: "", NotCovered: "" }).Select(row => row.Id).Should().BeEmpty();

    [Test]
    public void An_input_with_a_clause_of_its_own_is_a_case() =>
        Catalogue.Rows.SelectMany(row => row.Inputs.Select(input => $"{row.Id}/{input.Name}"))
            .Except(Scenarios.Select(scenario => scenario.Id)).Should().BeEmpty();

    [Test]
    public void Every_row_says_in_a_sentence_or_two_what_goes_wrong_where_it_is_broken() =>
        Catalogue.Rows.Where(row => row.Why.Length is < 40 or > 220 || !row.Why.EndsWith('.')).Select(row => row.Id).Should().BeEmpty();

    [Test]
    public void No_two_rows_matter_for_the_same_reason() =>
        Catalogue.Rows.Select(row => row.Why).Should().OnlyHaveUniqueItems();

    [Test]
    public void A_case_says_why_its_row_matters() =>
        Scenarios.Where(scenario => scenario.Why != Catalogue.Rows.Single(row => row.Id == scenario.Row).Why).Should().BeEmpty();
}
