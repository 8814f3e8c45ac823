using System.Xml;
using System.Xml.Linq;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Running.Baselines;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class JUnitReportTests
{
    [Test]
    public void It_is_well_formed_whatever_a_proxy_sent()
    {
        var suite = XDocument.Parse(JUnitReport.Write(SampleReport.Build())).Root!.Element("testsuite")!;

        suite.Attribute("name")!.Value.Should().Be("squid");
        var failure = Case(suite, "group/fail").Element("failure")!;
        failure.Attribute("message")!.Value.Should().Contain(@"\u0000").And.Contain("]]>").And.Contain(@"\uD800")
            .And.Contain("<b>");
        failure.Attribute("type")!.Value.Should().Be("field-present");
        failure.Value.Should().Contain("explain group/fail squid").And.Contain(@"GET / HTTP/1.1\r\n")
            .And.NotContain("why it matters");
    }

    [Test]
    public void A_failure_says_why_it_matters()
    {
        var sample = SampleReport.Build();
        var scenarios = sample.Proxies[0].Scenarios.Select(scenario => scenario with { Why = "It does." });

        var suite = XDocument.Parse(JUnitReport.Write(sample with
        {
            Proxies = [sample.Proxies[0] with { Scenarios = [.. scenarios] }],
        })).Root!.Element("testsuite")!;

        Case(suite, "group/fail").Element("failure")!.Value.Should().Contain("\nwhy it matters: It does.\n");
        Case(suite, "group/harness-error").Element("error")!.Value.Should().Contain("\nwhy it matters: It does.\n");
    }

    [Test]
    public void A_strict_parser_takes_it_whatever_it_holds()
    {
        var sample = SampleReport.Full();
        var hostile = sample.Proxies[0].Scenarios.Select(scenario => scenario with
        {
            Title = SampleReport.Hostile,
            Clause = SampleReport.Hostile,
            ReasonId = SampleReport.Hostile,
            Reproduce = SampleReport.Hostile,
            Flaky = SampleReport.Hostile,
            Detail = SampleReport.Hostile,
        });
        var proxy = sample.Proxies[0] with
        {
            Name = "hostile",
            Version = SampleReport.Hostile,
            ImageDigest = SampleReport.Hostile,
            Scenarios = [.. hostile]
        };

        Problems(JUnitReport.Write(sample with { Proxies = [sample.Proxies[0], proxy] })).Should().BeEmpty();
        Problems(JUnitReport.Write(sample with { Proxies = [] })).Should().BeEmpty();
        Problems("<!DOCTYPE testsuites [<!ENTITY a 'b'>]><testsuites/>").Should().NotBeEmpty("a strict parser takes no DTD");
        Problems("<testsuites name='a' tests='1' failures='0' errors='0' skipped='0' time='0'><testcase/></testsuites>")
            .Should().NotBeEmpty();
    }

    [Test]
    public void The_totals_are_those_of_all_suites()
    {
        var sample = SampleReport.Build();

        var root = XDocument.Parse(
            JUnitReport.Write(sample with { Proxies = [sample.Proxies[0], sample.Proxies[0] with { Name = "apache" }] })).Root!;

        Counts(root).Should().Be((14, 2, 2, 6));
        root.Attribute("time")!.Value.Should().Be("3.000");
        var properties = Case(root.Elements("testsuite").First(), "group/fail").Element("properties")!.Elements("property")
            .ToDictionary(property => property.Attribute("name")!.Value, property => property.Attribute("value")!.Value);
        properties.Should().Contain("clause", "RFC 9110 §9.3.6").And.Contain("level", "MUST NOT").And.Contain("verdict", "fail");
    }

    [Test]
    public void Without_a_baseline_what_is_required_fails()
    {
        var suite = XDocument.Parse(JUnitReport.Write(SampleReport.Build())).Root!.Element("testsuite")!;

        Counts(suite).Should().Be((7, 1, 1, 3));
        Case(suite, "group/blocked").Element("skipped")!.Attribute("message")!.Value.Should().StartWith("blocked: ");
        Case(suite, "group/harness-error").Element("error").Should().NotBeNull();
        Case(suite, "group/not-applicable").Element("skipped")!.Attribute("message")!.Value.Should().Contain("control");
        Case(suite, "group/pass").Element("failure").Should().BeNull();
        Case(suite, "group/warning").Element("skipped")!.Attribute("message")!.Value
            .Should().StartWith("warning: RFC 9110 §9.3.6 (MUST NOT): ");
    }

    [Test]
    public void With_a_baseline_what_it_expects_is_skipped_and_what_drifts_fails()
    {
        var baseline = new Baseline("squid", "",
            [new("group/fail", Verdict.Fail, "known"), new("group/pass", Verdict.Fail, "known")]);

        var suite = XDocument.Parse(JUnitReport.Write(SampleReport.Build(baseline))).Root!.Element("testsuite")!;

        Case(suite, "group/fail").Element("skipped")!.Attribute("message")!.Value.Should().StartWith("as the baseline expects");
        Case(suite, "group/pass").Element("failure")!.Attribute("message")!.Value.Should().StartWith("the baseline expects fail");
        Case(suite, "group/warning").Element("failure").Should().NotBeNull();
        Case(suite, "group/blocked").Element("skipped").Should().NotBeNull("the case that blocks it drifts, too");
    }

    private static XElement Case(XElement suite, string id) =>
        suite.Elements("testcase").Single(element => element.Attribute("name")!.Value == id);

    private static List<string> Problems(string xml)
    {
        var problems = new List<string>();
        using var schema = XmlReader.Create(typeof(JUnitReportTests).Assembly.GetManifestResourceStream("junit.xsd")!);
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, ValidationType = ValidationType.Schema };
        settings.Schemas.Add(null, schema);
        settings.ValidationEventHandler += (_, problem) => problems.Add(problem.Message);
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), settings);
            while (reader.Read())
            {
            }
        }
        catch (XmlException fault)
        {
            problems.Add(fault.Message);
        }
        return problems;
    }

    private static (int, int, int, int) Counts(XElement suite)
    {
        int Count(string name) => int.Parse(suite.Attribute(name)!.Value, System.Globalization.CultureInfo.InvariantCulture);
        return (Count("tests"), Count("failures"), Count("errors"), Count("skipped"));
    }
}
