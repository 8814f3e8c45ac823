using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Json;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using FluentAssertions;
using Json.Schema;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class ReportSchemaTests
{
    private static readonly JsonNode s_published = JsonNode.Parse(ReportSchema.Text)!;
    private static readonly JsonSchema s_schema = JsonSchema.FromText(ReportSchema.Text);
    private static readonly EvaluationOptions s_eachError = new()
    {
        OutputFormat = OutputFormat.List,
        RequireFormatValidation = true,
    };

    [Test]
    public void A_report_with_every_verdict_is_valid()
    {
        Errors(JsonReport.Write(SampleReport.Build())).Should().BeEmpty();
        Errors(JsonReport.Write(SampleReport.Build(new("squid", "5.7", [new("group/fail", Verdict.Fail, "known")]))))
            .Should().BeEmpty();
        Errors(JsonReport.Write(SampleReport.Full())).Should().BeEmpty();
    }

    [Test]
    public void A_client_and_what_endangers_users_are_told_and_nothing_is_said_of_others()
    {
        var client = JsonReport.Write(SampleReport.OfClient());

        Errors(client).Should().BeEmpty();
        client.Should().Contain("\"kind\": \"client\"").And.Contain("\"security\": true");
        JsonReport.Write(SampleReport.Full()).Should().NotContain("\"kind\"").And.NotContain("\"security\"");
    }

    [TestCase("schemaVersion", "2")]
    [TestCase("startedAt", "\"yesterday\"")]
    [TestCase("durationMs", "-1")]
    [TestCase("interrupted", "\"no\"")]
    [TestCase("settings/workers", "\"many\"")]
    [TestCase("proxies/0/features", "[1]")]
    [TestCase("proxies/0/scenarios/0/id", "\"no-group\"")]
    [TestCase("proxies/0/scenarios/0/level", "\"must not\"")]
    [TestCase("proxies/0/scenarios/0/keyword", "\"MAY\"")]
    [TestCase("proxies/0/scenarios/0/verdict", "\"passed\"")]
    [TestCase("proxies/0/scenarios/0/evidence/0/event", "\"closed\"")]
    [TestCase("proxies/0/scenarios/0/evidence/0/length", "1.5")]
    [TestCase("proxies/0/scenarios/0/baseline/expected", "\"failure\"")]
    [TestCase("proxies/0/scenarios/0/provenBy/0/name", "null")]
    [TestCase("proxies/0/configuration/0/text", "null")]
    [TestCase("proxies/0/scenarios/1/broken/0/event", "-1")]
    [TestCase("proxies/0/scenarios/1/security", "\"yes\"")]
    [TestCase("proxies/0/kind", "\"browser\"")]
    [TestCase("loadMs", "-1")]
    [TestCase("proxies/0/time/tailMs", "\"long\"")]
    [TestCase("proxies/0/time/uses/0/count", "0")]
    [TestCase("proxies/0/time/longest/0/tail", "null")]
    public void A_wrong_value_is_not_valid(string path, string value) =>
        Errors(SampleReport.With(path, value)).Should().ContainSingle();

    [TestCase(typeof(Report), null)]
    [TestCase(typeof(ToolReport), "tool")]
    [TestCase(typeof(ProxyReport), "proxy")]
    [TestCase(typeof(ConfigurationFile), "configurationFile")]
    [TestCase(typeof(TimeReport), "time")]
    [TestCase(typeof(TimeUseReport), "timeUse")]
    [TestCase(typeof(LongCaseReport), "longCase")]
    [TestCase(typeof(ScenarioReport), "scenario")]
    [TestCase(typeof(EvidenceReport), "evidence")]
    [TestCase(typeof(Break), "break")]
    [TestCase(typeof(BaselineReport), "baseline")]
    [TestCase(typeof(MutantReport), "mutant")]
    public void Every_field_is_described_and_those_that_are_always_there_are_required(Type record, string? definition)
    {
        var described = definition is null ? s_published : s_published["definitions"]![definition]!;
        var properties = record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Select(property => Spelt(property.Name));
        var always = record.GetConstructors()
            .Single(constructor => constructor.GetParameters().Length > 1 || record == typeof(ToolReport))
            .GetParameters().Where(parameter => !parameter.HasDefaultValue).Select(parameter => Spelt(parameter.Name!));

        described["properties"]!.AsObject().Select(property => property.Key).Should().BeEquivalentTo(properties);
        described["required"]!.AsArray().Select(name => name!.GetValue<string>()).Should().BeEquivalentTo(always);
        foreach (var (name, property) in described["properties"]!.AsObject())
        {
            if (property!["$ref"] is not null)
                continue;
            property["description"]!.GetValue<string>().Should().NotBeEmpty(name);
            if (name.EndsWith("Ms", StringComparison.Ordinal))
                property["description"]!.GetValue<string>().Should().ContainEquivalentOf("milliseconds");
        }
    }

    [Test]
    public void The_words_are_those_that_reports_use()
    {
        var scenario = s_published["definitions"]!["scenario"]!["properties"]!;

        Words(s_published["definitions"]!["verdict"]!).Should().Equal(Enum.GetValues<Verdict>().Select(VerdictNames.Of));
        Words(scenario["level"]!).Should().BeEquivalentTo(Enum.GetValues<Level>().Select(VerdictNames.Of).Distinct());
        Words(scenario["keyword"]!).Should().Equal(Enum.GetValues<Level>().Select(VerdictNames.Keyword));
        Words(s_published["definitions"]!["evidence"]!["properties"]!["event"]!).Should()
            .Equal(Enum.GetValues<WireEvent>().Select(kind => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString())));
    }

    [TestCaseSource(nameof(Uses))]
    public void Every_use_of_time_is_explained(string use)
    {
        s_published["definitions"]!["timeUse"]!["properties"]!["on"]!["description"]!.GetValue<string>().Should().Contain(use);
        TimeWords.Use(use).Should().NotBe(use);
    }

    private static IEnumerable<string> Uses() => Enum.GetNames<TimeUse>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    /// <summary>What is wrong with a report, including settings that the schema does not describe.</summary>
    internal static IEnumerable<string> Errors(string report)
    {
        using var document = JsonDocument.Parse(report);
        var result = s_schema.Evaluate(document.RootElement, s_eachError);
        var settings = s_published["definitions"]!["settings"]!["properties"]!.AsObject();
        return
        [
            .. (result.Details ?? []).Where(part => part.Errors is not null)
                .SelectMany(part => part.Errors!.Select(error => $"{part.InstanceLocation}: {error.Value}")),
            .. JsonNode.Parse(report)!["settings"]!.AsObject().Where(setting => settings[setting.Key] is null)
            .Select(setting => $"{setting.Key} is not described"),
        ];
    }

    private static IEnumerable<string> Words(JsonNode property) =>
        property["enum"]!.AsArray().Select(word => word!.GetValue<string>());

    private static string Spelt(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
