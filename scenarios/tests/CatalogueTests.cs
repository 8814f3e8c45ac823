using ConformanceKit.Model;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>The catalogue and the scenarios agree: nothing is left out silently.</summary>
internal sealed class CatalogueTests
{
    private static readonly RequirementCatalogue s_catalogue = RequirementCatalogue.Of(typeof(SuiteLifetime).Assembly);

    private static readonly IReadOnlyList<Requirement> s_scenarios =
        [.. ScenarioCatalogue.Of(typeof(SuiteLifetime).Assembly).Cases.Select(scenario => scenario.Requirement)];

    private static readonly HashSet<string> s_covered = s_scenarios.Select(scenario => scenario.Row).ToHashSet();

    [Test]
    public void Every_row_has_a_scenario_or_the_reason_why_it_has_none() =>
        s_catalogue.Rows.Where(row => s_covered.Contains(row.Id) == row.NotCovered.Length > 0).Select(row => row.Id)
            .Should().BeEmpty();

    [Test]
    public void A_row_stands_in_the_group_that_its_id_names() =>
        s_catalogue.Groups.SelectMany(
            group => group.Rows.Where(row => !row.Id.StartsWith(group.Name + "/", StringComparison.Ordinal)))
            .Should().BeEmpty();

    [Test]
    public void Prose_without_a_keyword_says_how_it_is_graded_or_read() =>
        s_catalogue.Rows.Where(row => row is { Level: "text", Remark: "", Reading: "", NotCovered: "" }).Select(row => row.Id)
            .Should().BeEmpty();

    // A failed dial, half-close, 407, early data, Connection: close, Host that differs from the target, no Host, port 0, reason
    // phrases, HTTP/1.0 persistence, bare LF, Via and Date, rejection by closing, RST, limits, targets that a policy denies.
    [TestCase("connect-errors/refused", "connect-errors/dns-fail", "connect-errors/connect-timeout")]
    [TestCase("tunnel/half-close-client", "tunnel/half-close-origin", "tunnel/close-other-side")]
    [TestCase("auth/407-connect-closes", "connect-errors/reject-closes", "connect-errors/reject-drops-pipelined")]
    [TestCase("tunnel/early-data-plain", "tunnel/early-data-before-2xx", "tunnel/early-data-close-option")]
    [TestCase("connect/no-close-option-2xx")]
    [TestCase("absolute-form/host-regenerated", "connect/host-mismatch")]
    [TestCase("connect/host-missing")]
    [TestCase("connect-errors/port-zero", "connect-errors/missing-port")]
    [TestCase("informational/reason-phrase")]
    [TestCase("http10/no-persist")]
    [TestCase("robustness/bare-lf")]
    [TestCase("absolute-form/via-request", "absolute-form/via-response", "absolute-form/date-added")]
    [TestCase("connect-errors/empty-port", "connect-errors/nonnumeric-port")]
    [TestCase("tunnel/rst-origin", "tunnel/rst-client")]
    [TestCase("tunnel/idle", "robustness/uri-huge")]
    [TestCase("connect-errors/policy-denied", "connect-errors/ip-prohibited")]
    public void Where_the_text_is_open_the_row_says_which_reading_was_chosen(params string[] ids) =>
        ids.Where(id => s_catalogue.Find(id)!.Reading.Length == 0).Should().BeEmpty();

    [Test]
    public void A_reading_is_a_sentence_or_two() =>
        s_catalogue.Rows.Where(
            row => row.Reading.Length is > 0 and (< 15 or > 330) || (row.Reading.Length > 0 && !row.Reading.EndsWith('.')))
            .Select(row => row.Id).Should().BeEmpty();

    [Test]
    public void A_row_names_the_inputs_with_which_it_is_checked_and_no_others()
    {
        var checks = s_scenarios.Where(scenario => scenario.Id != scenario.Row && scenario.Through is null)
            .ToLookup(scenario => scenario.Row, scenario => scenario.Id[(scenario.Row.Length + 1)..]);

        foreach (var row in s_catalogue.Rows)
            row.Inputs.Should().BeEquivalentTo(checks[row.Id], "these are the inputs of the scenarios of {0}", row.Id);
    }

    [Test]
    public void Each_case_of_a_row_that_is_checked_through_TLS_has_a_second_one_that_says_why()
    {
        var byId = s_scenarios.ToDictionary(scenario => scenario.Id);
        var rows = s_catalogue.Rows.Where(row => row.Through.ContainsKey("tls")).ToList();

        rows.Should().NotBeEmpty();
        foreach (var row in rows)
        {
            foreach (var scenario in s_scenarios.Where(scenario => scenario.Row == row.Id && scenario.Through is null))
            {
                var second = byId[Requirement.IdThrough(scenario.Id, "tls")];
                second.Should().Be(scenario with
                {
                    Id = second.Id,
                    Title = second.Title,
                    Remark = second.Remark,
                    Through = "tls",
                    ThroughDependsOn = "tls-proxy/no-alpn",
                });
                second.Remark.Should().Be($"{scenario.Remark} {row.Through["tls"]}".TrimStart());
                second.Clause.Should().Be(scenario.Clause);
            }
        }
    }

    [TestCase("tunnel/rst-client", "tunnel/rst-client/tls")]
    [TestCase("tunnel/close-other-side/client", "tunnel/close-other-side/tls-client")]
    public void What_is_checked_through_TLS_is_named_so(string id, string expected) =>
        Requirement.IdThrough(id, "tls").Should().Be(expected);

    [Test]
    public void An_input_with_a_clause_of_its_own_is_one_of_its_row() =>
        s_catalogue.Rows.Where(row => row.InputClauses.Keys.Except(row.Inputs).Any()).Select(row => row.Id).Should().BeEmpty();

    [Test]
    public void A_row_that_names_a_refusal_says_how_its_statuses_are_graded() =>
        s_scenarios.Where(
            scenario =>
                scenario.Refusal is { } statuses
                && !statuses.All(status => scenario.Remark.Contains($"{status}", StringComparison.Ordinal)))
            .Select(scenario => scenario.Id).Should().BeEmpty();

    [Test]
    public void Every_row_says_in_a_sentence_or_two_what_goes_wrong_where_it_is_broken() =>
        s_catalogue.Rows.Where(row => row.Why.Length is < 40 or > 220 || !row.Why.EndsWith('.')).Select(row => row.Id)
            .Should().BeEmpty();

    [Test]
    public void No_two_rows_matter_for_the_same_reason() =>
        s_catalogue.Rows.Select(row => row.Why).Should().OnlyHaveUniqueItems();

    [Test]
    public void A_case_says_why_its_row_matters() =>
        s_scenarios.Where(scenario => scenario.Why != s_catalogue.Rows.Single(row => row.Id == scenario.Row).Why)
            .Should().BeEmpty();

    // A title comes from the scenario's name, which cannot have an apostrophe: a title that needs one has to be given.
    [Test]
    public void A_title_lacks_no_apostrophe() =>
        s_scenarios.Select(scenario => scenario.Title)
            .Where(title => title.Contains(" s ", StringComparison.Ordinal) || title.Contains("n t ", StringComparison.Ordinal))
            .Should().BeEmpty();
}
