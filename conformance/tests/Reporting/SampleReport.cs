using System.Net;
using System.Text.Json.Nodes;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Running.Baselines;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.Running.Engine;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Tests.Reporting;

/// <summary>A report with one scenario of each verdict.</summary>
internal static class SampleReport
{
    public const string Hostile = "a \u0000 control, ]]> a tag <b>, an & and \uD800 half a pair, \"quoted\" [markup]";

    public static Report Build(Baseline? baseline = null)
    {
        var cases = Enum.GetValues<Verdict>().Select(verdict => CaseOutcome.Of([Result(verdict)], baseline, Profile.Default))
            .ToList();
        var running = new RunningSubject(
            new Dictionary<string, Listener> { [ListenerNames.Plain] = Listener.OnPort(1) }, "5.7", "sha256:abc",
            IPAddress.Loopback, "127.0.0.1", null);
        var proxy = new SubjectResult(
            "squid", new HashSet<string> { "http", "connect" }, running, baseline, cases, "the log", TimeSpan.FromSeconds(2),
            "squid");
        var result = new RunResult(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(3), [proxy], cases.Count, cases.Count,
            Interrupted: false);
        return ReportBuilder.Build(result, new Dictionary<string, object> { ["workers"] = 32 },
            MutantCatalogue.Of(typeof(SampleReport).Assembly));
    }

    /// <summary>The same, with everything that only some reports have.</summary>
    public static Report Full()
    {
        var report = Build(new("squid", "5.7", [new("group/fail", Verdict.Fail, "known")]));
        var proxy = report.Proxies[0];
        var scenarios = proxy.Scenarios.Select(scenario => scenario with
        {
            Remark = "A remark",
            Reading = "A reading",
            SeenIn = ["a/b#1"],
            Why = "It matters",
            ProvenBy = [new("breaks-it", "It breaks it")],
        });
        return report with
        {
            Proxies =
            [
                proxy with
                {
                    Scenarios = [.. scenarios],
                    Configuration = [new("squid.conf", "http_port 3128")],
                    Time = Time(),
                    Ended = "exit code 7",
                },
            ],
            LoadMs = 400,
        };
    }

    /// <summary>The same of a client, on which the warning is a danger to users, and the pass would be.</summary>
    public static Report OfClient()
    {
        var report = Build();
        var scenarios = report.Proxies[0].Scenarios.Where(scenario => scenario.Verdict != Verdict.HarnessError)
            .Select(scenario =>
                scenario.Verdict is Verdict.Warning or Verdict.Pass ? scenario with { Security = true } : scenario);
        return report with
        {
            Proxies =
            [
                report.Proxies[0] with { Name = "curl", Kind = ProxyReport.ClientKind, Scenarios = [.. scenarios] },
            ],
        };
    }

    /// <summary>Where the time went: two scenarios, for the first of which the run waited at the end.</summary>
    public static TimeReport Time() => new(
        1000, 500, 4000, 6000, 1500, [new("quiet", 3, 900), new("origins", 2, 40)],
        [new("group/pass", 0, 4000, Tail: true), new("group/fail", 500, 2000, Tail: false)]);

    /// <summary>The full report as JSON, with one value replaced.</summary>
    /// <param name="where">The steps to the value, such as <c>proxies/0/name</c>.</param>
    /// <param name="value">The new value as JSON.</param>
    public static string With(string where, string value)
    {
        var report = JsonNode.Parse(JsonReport.Write(Full()))!;
        var steps = where.Split('/');
        var parent = steps[..^1].Aggregate(report,
            (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
        if (int.TryParse(steps[^1], out var last))
            parent[last] = JsonNode.Parse(value);
        else
            parent[steps[^1]] = JsonNode.Parse(value);
        return report.ToJsonString();
    }

    private static ScenarioResult Result(Verdict verdict) => new(
        new($"group/{VerdictNames.Of(verdict)}", "RFC 9110 §9.3.6", Level.MustNot, "A title"),
        verdict,
        verdict == Verdict.Pass ? "" : "field-present",
        verdict == Verdict.Pass ? "" : Hostile,
        TimeSpan.FromMilliseconds(12.34),
        [
            new(TimeSpan.FromMilliseconds(1), "client 1", WireEvent.Sent, 16, "GET / HTTP/1.1\r\n"u8.ToArray(), ""),
            new(TimeSpan.FromMilliseconds(2), "origin 1", WireEvent.Received, 5000, new byte[] { 0, 0xFF, (byte)'\\' },
                "in 3 reads"),
            new(TimeSpan.FromMilliseconds(3), "client 1", WireEvent.ResetReceived, 0, default, ""),
            new(TimeSpan.FromMilliseconds(4), "origin 1", WireEvent.Note, 0, default, "TLS: no ALPN"),
        ]);
}
