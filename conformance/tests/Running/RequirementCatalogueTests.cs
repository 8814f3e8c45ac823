using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Running.Catalogue;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

internal sealed class RequirementCatalogueTests
{
    private const string Group = """{"schemaVersion": 1, "groups": [ """;
    private const string A = Group + """{"name": "a", "title": "T", "rows": [{"id": "a/1", "clause": "x", "level": "MUST"}]}]}""";
    private const string B = Group + """{"name": "b", "title": "T", "rows": [{"id": "b/1", "clause": "x", "level": "info"}]}]}""";
    private const string BadName = Group + """{"name": "My Group", "title": "T", "rows": []}]}""";
    private const string SameRow = Group
        + """{"name": "c", "title": "T", "rows": [{"id": "a/1", "clause": "x", "level": "MUST"}]}]}""";
    private const string NoLevel = Group
        + """{"name": "a", "title": "T", "rows": [{"id": "a/1", "clause": "x", "level": "must"}]}]}""";
    private const string Soft =
        """{"schemaVersion": 1, "profiles": [{"name": "soft", "summary": "s", "level": "info", "rows": ["a/1"]}]}""";
    private const string ThroughTls = """
        {"schemaVersion": 1, "groups": [{"name": "a", "title": "A", "rows": [
          {"id": "a/1", "clause": "practice", "level": "MUST", "through": {"tls": "why"}}]}]}
        """;
    private const string ThroughTcp = """
        {"schemaVersion": 1, "through": {"tcp": "a/1"}, "groups": [{"name": "a", "title": "A", "rows": [
          {"id": "a/1", "clause": "practice", "level": "MUST", "through": {"tcp": "why"}}]}]}
        """;
    private const string OrderA = """{"schemaVersion": 1, "order": ["a"]}""";
    private const string OrderBA = """{"schemaVersion": 1, "order": ["b", "a"]}""";

    [Test]
    public void Slices_make_one_catalogue_in_the_order_that_one_of_them_gives()
    {
        var catalogue = Catalogue(A, B, OrderBA, Soft);

        catalogue.Rows.Select(row => row.Id).Should().Equal("b/1", "a/1");
        catalogue.Profiles.Select(profile => profile.Name).Should().Equal("default", "soft");
        catalogue.Find("a/1/input")!.Level.Should().Be("MUST");
    }

    [Test]
    public void Without_an_order_groups_stand_as_the_slices_do() =>
        Catalogue(A, B).Groups.Select(group => group.Name).Should().Equal("a", "b");

    [TestCase("slice 1: 'My Group' cannot be the name of a group: use lower-case letters, digits and '-'*", BadName)]
    [TestCase("slice 2: two groups have the name 'a'.", A, A)]
    [TestCase("slice 2: two rows have the id 'a/1'.", A, SameRow)]
    [TestCase("slice 1: 'a/1' has the unknown level 'must'.", NoLevel)]
    [TestCase("slice 3: the order must name the group 'b' exactly once.", A, B, OrderA)]
    [TestCase("slice 2: the order names the group 'b', which does not exist.", A, OrderBA)]
    [TestCase("slice 3: slice 2 already gives the order of the groups.", A, OrderA, OrderA)]
    [TestCase("'a/1' is to be checked through 'tls'*'through' of a catalogue.json must say*", ThroughTls)]
    [TestCase("'a/1' is to be checked through 'tcp': that must be one of tls, *", ThroughTcp)]
    [TestCase("slice 2: a profile names the row 'a/1', which does not exist.", B, Soft)]
    [TestCase("slice 1 cannot be read: *", """{"schemaVersion": 1, "group": []}""")]
    [TestCase("slice 1 is empty.", "null")]
    public void A_fault_names_its_slice(string expected, params string[] slices) =>
        FluentActions.Invoking(() => Catalogue(slices)).Should().Throw<HarnessException>().WithMessage(expected);

    [Test]
    public void A_suite_without_a_slice_is_told_what_it_lacks() =>
        FluentActions.Invoking(() => RequirementCatalogue.Of(typeof(RequirementCatalogue).Assembly))
            .Should().Throw<HarnessException>().WithMessage("*ConformanceKit* has no embedded resource catalogue.json*");

    private static RequirementCatalogue Catalogue(params string[] slices) => new([.. slices.Select((json, index) =>
        CatalogueSlice.Read($"slice {index + 1}", new MemoryStream(Encoding.UTF8.GetBytes(json))))]);
}
