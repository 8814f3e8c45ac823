using System.Text.Json;
using ConformanceKit.Model;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Tests.Running;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class JsonReportTests
{
    [Test]
    public void Names_and_spellings_are_those_of_the_contract()
    {
        using var document = JsonDocument.Parse(
            JsonReport.Write(SampleReport.Build(new("squid", "5.7", [new("group/fail", Verdict.Fail, "known")]))));
        var root = document.RootElement;

        Names(root).Should().Contain(["schemaVersion", "tool", "startedAt", "durationMs", "settings", "proxies"]);
        root.GetProperty("schemaVersion").GetInt32().Should().Be(1);
        root.GetProperty("tool").GetProperty("version").GetString().Should().NotBeEmpty();
        root.GetProperty("durationMs").GetInt64().Should().Be(3000);
        var proxy = root.GetProperty("proxies")[0];
        Names(proxy).Should().Contain(["name", "version", "imageDigest", "features", "durationMs", "scenarios"]);
        proxy.GetProperty("features").EnumerateArray().Select(feature => feature.GetString()).Should().Equal("connect", "http");
        var scenarios = proxy.GetProperty("scenarios").EnumerateArray().ToList();
        Names(scenarios[0]).Should().Contain(
            ["id", "title", "clause", "level", "verdict", "reason", "durationMs", "evidence", "reproduce", "keyword", "reasonId",
                "group", "baseline"]);
        scenarios.Select(scenario => scenario.GetProperty("verdict").GetString())
            .Should().Equal("pass", "fail", "warning", "not-applicable", "blocked", "harness-error", "info");
        scenarios[0].GetProperty("level").GetString().Should().Be("must");
        scenarios[0].GetProperty("keyword").GetString().Should().Be("MUST NOT");
        scenarios[1].GetProperty("baseline").GetProperty("why").GetString().Should().Be("known");
    }

    [Test]
    public void Evidence_has_both_sides_exact_bytes()
    {
        using var document = JsonDocument.Parse(JsonReport.Write(SampleReport.Build()));
        var evidence = document.RootElement.GetProperty("proxies")[0].GetProperty("scenarios")[0].GetProperty("evidence");

        evidence[0].GetProperty("atMs").GetDouble().Should().Be(1);
        evidence[0].GetProperty("connection").GetString().Should().Be("client 1");
        evidence[0].GetProperty("event").GetString().Should().Be("sent");
        evidence[0].GetProperty("text").GetString().Should().Be("GET / HTTP/1.1\r\n");
        Names(evidence[0]).Should().NotContain("base64");
        evidence[1].GetProperty("length").GetInt64().Should().Be(5000);
        evidence[1].GetProperty("text").GetString().Should().Be(@"\x00\xFF\\");
        evidence[1].GetProperty("base64").GetBytesFromBase64().Should().Equal(0, 0xFF, (byte)'\\');
        evidence[1].GetProperty("note").GetString().Should().Be("in 3 reads");
        evidence[2].GetProperty("event").GetString().Should().Be("reset-received");
        evidence[3].GetProperty("text").GetString().Should().Be("TLS: no ALPN");
    }

    [TestCase(Level.Must, "must")]
    [TestCase(Level.MustNot, "must")]
    [TestCase(Level.Text, "must")]
    [TestCase(Level.Should, "should")]
    [TestCase(Level.ShouldNot, "should")]
    [TestCase(Level.Practice, "practice")]
    [TestCase(Level.Info, "info")]
    public void Levels_are_four(Level level, string name) => VerdictNames.Of(level).Should().Be(name);

    [Test]
    public void A_saved_report_is_read_again()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "report.json");
        var report = SampleReport.Build();
        File.WriteAllText(path, JsonReport.Write(report));

        var read = JsonReport.Read(path);

        read.Proxies[0].Scenarios.Select(scenario => scenario.Verdict).Should().Equal(Enum.GetValues<Verdict>());
        read.Proxies[0].Scenarios[0].Should().BeEquivalentTo(report.Proxies[0].Scenarios[0], options => options
            .Using<ReadOnlyMemory<byte>>(bytes => bytes.Subject.ToArray().Should().Equal(bytes.Expectation.ToArray()))
            .WhenTypeIs<ReadOnlyMemory<byte>>());
        read.Proxies[0].Scenarios[0].Evidence[1].Bytes.ToArray().Should().Equal(0, 0xFF, (byte)'\\');
    }

    [TestCase("", "not a report")]
    [TestCase("[]", "no schemaVersion")]
    [TestCase("""{ "schemaVersion": 1, "proxies": [ """, "not JSON")]
    [TestCase("""{ "schemaVersion": 2 }""", "schema version 2")]
    [TestCase("""{ "schemaVersion": 1, "proxies": 3 }""", "not a report")]
    [TestCase("""{ "schemaVersion": 1 }""", "not a report")]
    [TestCase("""{ "\uD800chemaVersion": 1 }""", "not a report")]
    public void What_is_no_report_is_wrong_usage_in_one_line(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "report.json");
        File.WriteAllText(path, text);

        FluentActions.Invoking(() => JsonReport.Read(path)).Should().Throw<UsageException>()
            .Where(wrong =>
                wrong.Message.Contains(expected) && wrong.Message.Contains("report.json") && !wrong.Message.Contains('\n'));
    }

    [TestCase("proxies/0", "null", "a proxy is missing")]
    [TestCase("proxies/0/scenarios/0", "null", "a scenario of squid is missing")]
    [TestCase("proxies/0/scenarios/0/id", "\"nowhere\"", "'nowhere' is not a scenario of the group 'group'")]
    [TestCase("proxies/0/scenarios/0/evidence/0", "null", "an event is missing (event 1) ($.proxies[0].scenarios[0].evidence)")]
    [TestCase("proxies/0/scenarios/0/evidence/1/base64", "\"%%\"", "are not base64 (event 2) "
        + "($.proxies[0].scenarios[0].evidence)")]
    [TestCase("proxies/0/scenarios/0/evidence/0/event", "\"heard\"", "'heard' is not an event")]
    [TestCase("proxies/0/scenarios/0/evidence", "{}", "the evidence is not a list")]
    [TestCase("proxies/0/scenarios/0/evidence", "null", "evidence")]
    [TestCase("proxies/0/scenarios/0/reason", "null", "reason")]
    [TestCase("proxies/0/time/uses/0", "null", "a time of squid is missing")]
    [TestCase("proxies/0/time/longest/0", "null", "a time of squid is missing")]
    [TestCase("proxies/0/scenarios/0/evidence/0/atMs", "1e300", "an event is at 1E+300 ms, which is no time (event 1)")]
    [TestCase("durationMs", "9223372036854775807", "the run took a time that cannot be")]
    [TestCase("loadMs", "1e400", "the run took a time that cannot be")]
    [TestCase("proxies/0/durationMs", "-9223372036854775808", "a time of squid cannot be")]
    [TestCase("proxies/0/time/imageMs", "1e300", "a time of squid cannot be")]
    [TestCase("proxies/0/time/uses/0/totalMs", "1e300", "a time of squid cannot be")]
    [TestCase("proxies/0/time/uses/0/count", "2147483647", "a time of squid cannot be")]
    [TestCase("proxies/0/scenarios/0/durationMs", "1e400", "'group/pass' took a time that cannot be")]
    public void A_report_that_was_tampered_with_is_wrong_usage_in_one_line(string where, string value, string expected)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "report.json");
        File.WriteAllText(path, SampleReport.With(where, value));

        FluentActions.Invoking(() => JsonReport.Read(path)).Should().Throw<UsageException>()
            .Where(wrong => wrong.Message.Contains(expected) && wrong.Message.StartsWith(path) && !wrong.Message.Contains('\n'));
    }

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
}
