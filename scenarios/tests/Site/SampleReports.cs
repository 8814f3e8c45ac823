using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Tests.Site;

/// <summary>Reports derived from a real one: its exchanges, with made-up verdicts and names.</summary>
internal static class SampleReports
{
    /// <summary>A script that must never run: it would leave a mark on the page's window.</summary>
    public const string Script = "</pre></title><script>window.hostile = 1</script><img src=x onerror=\"window.hostile = 1\">'\"";

    private static readonly IReadOnlyList<string> s_names =
        ["reference", "squid", "apache", "tinyproxy", "privoxy", "trafficserver", "mitmproxy", "proxy-chain",
            "http://127.0.0.1:8888"];

    /// <summary>Nine proxies with all cases and every verdict, one of them known by its address.</summary>
    public static Report NineProxies(Report real) => real with
    {
        Proxies = [.. s_names.Select((name, column) => real.Proxies[0] with
        {
            Name = name,
            HasBaseline = true,
            Scenarios = [.. real.Proxies[0].Scenarios.Select((scenario, row) => Varied(scenario, row, column))],
        })],
    };

    /// <summary>Thirty proxies with some of the cases.</summary>
    public static Report ThirtyProxies(Report real) => real with
    {
        Proxies = [.. Enumerable.Range(1, 30).Select(column => real.Proxies[0] with
        {
            Name = column % 2 == 0 ? $"squid-{column}" : $"a-vendor-proxy-with-a-long-name-{column}",
            Scenarios = [.. real.Proxies[0].Scenarios.Take(120).Select((scenario, row) => Varied(scenario, row, column))],
        })],
    };

    /// <summary>A few cases with a script in everything that comes from a proxy.</summary>
    public static Report Hostile(Report real)
    {
        var report = NineProxies(real);
        return report with
        {
            Proxies = [.. report.Proxies.Select((proxy, column) => proxy with
            {
                Name = column == 1 ? Script : proxy.Name,
                Version = Script,
                ImageDigest = Script,
                Features = [Script],
                Log = $"{Script}\n{proxy.Log}",
                Configuration = [new ConfigurationFile(Script, Script)],
                Scenarios = [.. proxy.Scenarios.Take(14).Select(Quoting)],
            })],
        };
    }

    // The first proxy passes everything; some of the others differ from what is expected of them.
    private static ScenarioReport Varied(ScenarioReport scenario, int row, int column)
    {
        var verdicts = Enum.GetValues<Verdict>();
        var verdict = column == 0 || (row + column) % 3 > 0 ? Verdict.Pass : verdicts[(row + column) / 3 % verdicts.Length];
        return scenario with
        {
            Verdict = verdict,
            Reason = verdict == Verdict.Pass ? "" : $"expected something else of case {row} on proxy {column}",
            ReasonId = verdict == Verdict.Pass ? "" : "field-present",
            Baseline = new(row % 20 == 7 ? Verdict.Pass : verdict, verdict == Verdict.Pass ? "" : "known",
                row % 20 == 7 && verdict != Verdict.Pass),
        };
    }

    private static ScenarioReport Quoting(ScenarioReport scenario) => scenario with
    {
        Reason = Script,
        ReasonId = Script,
        Detail = Script,
        Flaky = Script,
        Reproduce = $"explain {scenario.Id} {Script}",
        Baseline = new(Verdict.Fail, Script, Drift: true),
        SeenIn = [Script],
        ProvenBy = [new(Script, Script)],
        Evidence =
        [
            .. scenario.Evidence.Select(happened => happened.Kind == WireEvent.Note ? happened with { Note = Script } : happened),
            Bytes($"HTTP/1.1 200 {Script}\r\nX-Field: {Script}\r\nContent-Length: 2\r\n\r\nok"),
            Bytes($"{Script}\u00ff"),
            new(TimeSpan.FromSeconds(9), Script, WireEvent.Note, 0, default, Script),
        ],
    };

    private static TranscriptEvent Bytes(string latin1)
    {
        var bytes = Encoding.Latin1.GetBytes(latin1);
        return new(TimeSpan.FromSeconds(8), "client 1", WireEvent.Received, bytes.Length, bytes, Script);
    }
}
