using FluentAssertions;
using NUnit.Framework;
using YamlDotNet.RepresentationModel;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>The issue forms request what a person needs in order to answer them.</summary>
internal sealed class IssueFormTests
{
    [Test]
    public void There_is_a_form_for_a_verdict_a_requirement_and_a_bug() =>
        Yaml.IssueForms.Select(Path.GetFileName).Should().BeEquivalentTo("wrong-verdict.yml", "new-requirement.yml", "bug.yml");

    [Test]
    public void A_form_has_what_GitHub_wants_of_one([ValueSource(typeof(Yaml), nameof(Yaml.IssueForms))] string file)
    {
        var form = Yaml.Read(file);
        var fields = FieldsOf(form);

        form.Keys().Should().Contain("name", "description", "body");
        form.At<YamlSequenceNode>("body").OfType<YamlMappingNode>().Select(part => part.At<YamlScalarNode>("type").Value)
            .Should().BeSubsetOf(["markdown", "input", "textarea", "dropdown", "checkboxes"]);
        fields.Select(field => field.At<YamlScalarNode>("id").Value).Should().NotBeEmpty().And.OnlyHaveUniqueItems();
        fields.Should().OnlyContain(field => field.At<YamlScalarNode>("attributes", "label").Value!.Length > 0);
    }

    [TestCase("wrong-verdict.yml", "row", "proxy", "version", "evidence", "clause", "verdict", "expected")]
    [TestCase("new-requirement.yml", "clause", "level", "exchange", "why")]
    [TestCase("bug.yml", "command", "expected", "version", "system")]
    public void A_form_insists_on_what_nobody_can_guess(string file, params string[] fields) =>
        FieldsOf(Yaml.Read(Path.Combine("ISSUE_TEMPLATE", file)))
            .Where(field => field.At<YamlScalarNode>("validations", "required").Value == "true")
            .Select(field => field.At<YamlScalarNode>("id").Value).Should().Contain(fields);

    private static List<YamlMappingNode> FieldsOf(YamlMappingNode form) =>
    [
        .. form.At<YamlSequenceNode>("body").OfType<YamlMappingNode>()
            .Where(part => part.At<YamlScalarNode>("type").Value != "markdown"),
    ];
}
