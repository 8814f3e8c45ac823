using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.Reporting;

/// <summary>The report as JUnit XML: a suite per proxy, for CI systems that show test results.</summary>
internal static class JUnitReport
{
    /// <summary>
    /// Writes the report. A broken requirement that the baseline expects counts as skipped, not failed; so does what is blocked,
    /// since the case that blocks it has failed.
    /// </summary>
    public static string Write(Report report)
    {
        var suites = report.Proxies.Select(proxy => Suite(proxy, report.StartedAt)).ToList();
        var root = new XElement(
            "testsuites",
            new XAttribute("name", "conformancekit"),
            Counts([.. suites.Elements("testcase")]),
            new XAttribute("time", Seconds(report.DurationMs)),
            suites);
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}\n";
    }

    private static XElement Suite(ProxyReport proxy, DateTimeOffset startedAt)
    {
        var cases = proxy.Scenarios.Select(scenario => Case(proxy, scenario)).ToList();
        return new(
            "testsuite",
            new XAttribute("name", Clean(proxy.Name)),
            Counts(cases),
            new XAttribute("time", Seconds(proxy.DurationMs)),
            new XAttribute("timestamp", startedAt.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)),
            new XElement(
                "properties",
                Property("version", proxy.Version),
                Property("imageDigest", proxy.ImageDigest),
                Property("features", string.Join(',', proxy.Features))),
            cases);
    }

    private static IEnumerable<XAttribute> Counts(List<XElement> cases)
    {
        int Having(string child) => cases.Count(element => element.Element(child) is not null);
        yield return new("tests", cases.Count);
        yield return new("failures", Having("failure"));
        yield return new("errors", Having("error"));
        yield return new("skipped", Having("skipped"));
    }

    private static XElement Case(ProxyReport proxy, ScenarioReport scenario) => new(
        "testcase",
        new XAttribute("name", Clean(scenario.Id)),
        new XAttribute("classname", Clean($"{proxy.Name}.{scenario.Group}")),
        new XAttribute("time", Seconds(scenario.DurationMs)),
        new XElement(
            "properties",
            Property("clause", scenario.Clause),
            Property("level", scenario.Keyword),
            Property("verdict", VerdictNames.Of(scenario.Verdict)),
            Property("reproduce", Passwords.Masked(scenario.Reproduce))),
        Outcome(scenario));

    private static XElement? Outcome(ScenarioReport scenario)
    {
        var message = $"{VerdictNames.Of(scenario.Verdict)}: {scenario.Binding()}: {scenario.Found()}";
        if (scenario.Verdict == Verdict.HarnessError)
            return Element("error", message, scenario);
        if (scenario.Flaky.Length > 0)
            return Element("failure", $"flaky ({scenario.Flaky}): {message}", scenario);
        return scenario switch
        {
            { Verdict: Verdict.NotApplicable } => Skipped(scenario.Reason),
            { Verdict: Verdict.Blocked } => Skipped(message),
            { Baseline: { Drift: true } baseline } =>
                Element("failure", $"the baseline expects {VerdictNames.Of(baseline.Expected)}: {message}", scenario),
            { Baseline: not null, Verdict: Verdict.Fail or Verdict.Warning } =>
                Skipped($"as the baseline expects: {message}"),
            { Verdict: Verdict.Warning } => Skipped(message),
            { Verdict: Verdict.Fail } => Element("failure", message, scenario),
            { Reason.Length: > 0 } => new("system-out", Clean(message)),
            _ => null,
        };
    }

    private static XElement Skipped(string message) => new("skipped", new XAttribute("message", Clean(message)));

    private static XElement Element(string name, string message, ScenarioReport scenario)
    {
        var why = scenario.Why is { } given ? $"why it matters: {given}\n" : "";
        string[] lines =
        [
            $"{message}\n{why}{Passwords.Masked(scenario.Reproduce)}",
            .. Exchanges.Ladder(scenario.Evidence, linesPerEvent: 12, scenario.Broken),
        ];
        return new(
            name,
            new XAttribute("message", Clean(message)),
            new XAttribute("type", Clean(scenario.ReasonId.Length > 0 ? scenario.ReasonId : VerdictNames.Of(scenario.Verdict))),
            Clean(string.Join('\n', lines)));
    }

    private static XElement Property(string name, string value) =>
        new("property", new XAttribute("name", name), new XAttribute("value", Clean(value)));

    private static string Seconds(double milliseconds) => (milliseconds / 1000).ToString("0.000", CultureInfo.InvariantCulture);

    // XML 1.0 has no way to write most control characters.
    private static string Clean(string text) => VisibleText.Of(text, XmlConvert.IsXmlChar);
}
