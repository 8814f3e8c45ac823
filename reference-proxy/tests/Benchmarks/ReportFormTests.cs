using System.Text.Json;
using System.Xml.Linq;
using ConformanceKit.ReferenceProxy.Benchmarks;
using ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

namespace ConformanceKit.ReferenceProxy.Tests.Benchmarks;

/// <summary>The report as a table, Markdown, JSON and a chart.</summary>
internal sealed class ReportFormTests
{
    private static readonly Report s_report = Reports.Of(
        [new Failure("load", "apache", 2, "gave up <at> 5 | 6")],
        Reports.Samples("reference", Reports.Bulk, 2, 3, 4),
        Reports.Samples("squid", Reports.Bulk, 1.5),
        Reports.Samples("reference", Reports.Bulk with { Id = "growth-10-memory", Title = "Memory of 10" }, 1));

    [Test]
    public void The_table_has_medians_spread_ratios_and_notes()
    {
        var lines = TextTable.Write(s_report).Split('\n');
        lines.Should().OnlyContain(line => line.Length <= 120);
        lines.Should().ContainSingle(line => line.StartsWith("Bulk, 1 tunnel ")).Which.Should().Contain("3.00 ±33%")
            .And.Contain("1.50").And.Contain("- [1]");
        lines.Should().ContainSingle(line => line.StartsWith("  GiB/s, more is better")).Which.Should().Contain("2.00 *");
        lines.Should().Contain("[1] apache, load, round 2: gave up <at> 5 | 6");
        lines.Should().ContainSingle(line => line.StartsWith("Memory of 10: GiB/s, more is better"));
        lines.Should().ContainSingle(line => line.StartsWith("bulk-1 at least 1.20 x squid")).Which.Should().EndWith("reached");
    }

    [Test]
    public void What_the_host_took_is_told_where_it_took_something()
    {
        var disturbed = Reports.Of(
            [Reports.Samples("reference", Reports.Bulk, 2, 3, 4).Zip([0, 0.021, 0.3],
                (sample, stolen) => sample with { Stolen = stolen })]);
        const string words = "The host gave 2 % of the cores' time to others in the median run, 30 % in the worst.";
        disturbed.HostInWords.Should().Be(words);
        MarkdownTable.Write(disturbed).Should().Contain($"3 rounds. {words}\n");
        s_report.HostInWords.Should().BeEmpty();
    }

    [Test]
    public void The_table_says_so_when_nothing_was_measured() =>
        TextTable.Write(Reports.Of()).Should().Contain("Nothing was measured.");

    [Test]
    public void A_peer_is_shown_also_where_the_reference_has_no_value() =>
        TextTable.Write(Reports.Of([new Failure("load", "reference", 1, "gave up")], Reports.Samples("squid", Reports.Bulk, 1.5)))
            .Should().MatchRegex(@"\n +squid +reference\nBulk, 1 tunnel +1\.50 +- \[1\]\n").And.NotContain("the reference alone");

    [Test]
    public void Markdown_has_the_same_and_escapes_what_it_would_take_for_its_own() =>
        MarkdownTable.Write(s_report)
            .Should().Contain("| Bulk, 1 tunnel<br>GiB/s, more is better | 3.00 ±33% | 1.50<br>2.00 \\* | - \\[1] |")
            .And.Contain("gave up &lt;at> 5 \\| 6")
            .And.Contain("| bulk-1 at least 1.20 x squid | 2.00 | reached |");

    [Test]
    public void Json_has_every_value_of_every_round()
    {
        using var json = JsonDocument.Parse(JsonReport.Write(s_report));
        var measure = json.RootElement.GetProperty("measures")[0];
        measure.GetProperty("id").GetString().Should().Be("bulk-1");
        var peers = measure.GetProperty("peers");
        peers[0].GetProperty("rounds").EnumerateArray().Select(round => round.GetProperty("value").GetDouble()).Should().Equal(2,
            3, 4);
        peers[0].GetProperty("ratio").ValueKind.Should().Be(JsonValueKind.Null);
        peers[1].GetProperty("ratio").GetDouble().Should().Be(2);
        json.RootElement.GetProperty("failures")[0].GetProperty("peer").GetString().Should().Be("apache");
        json.RootElement.GetProperty("machine").GetProperty("cores").GetInt32().Should().Be(2);
    }

    [Test]
    public void The_chart_is_XML_for_light_and_dark_without_a_script()
    {
        var chart = XDocument.Parse(SvgChart.Write(s_report));
        var names = chart.Descendants().Select(element => element.Name.LocalName).ToList();
        names.Should().Contain("polyline", "the growth is a line").And.NotContain("script");
        chart.ToString().Should().Contain("prefers-color-scheme:dark");
        chart.Descendants().Where(element => element.Name.LocalName == "text").Select(text => text.Value)
            .Should().Contain("1.50 (2.00)")
            .And.Contain(text => text.Contains("a <fast> processor & more"));
    }

    [Test]
    public void The_chart_of_nothing_is_a_chart() => XDocument.Parse(SvgChart.Write(Reports.Of())).Root.Should().NotBeNull();
}
