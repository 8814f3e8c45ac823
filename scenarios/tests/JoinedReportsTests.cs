using System.Diagnostics;
using System.Globalization;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>
/// As many reports as a fleet of proxies makes, joined by the program itself: their evidence must not fill the memory.
/// </summary>
[NonParallelizable]
internal sealed class JoinedReportsTests
{
    private const int Reports = 30;
    private const int Cases = 560;
    private const int MostMegabytes = 500;

    [Test]
    public async Task Thirty_reports_are_joined_in_500_megabytes()
    {
        var folder = Directory.CreateTempSubdirectory("conformancekit-joined-").FullName;
        try
        {
            var files = Enumerable.Range(1, Reports).Select(number => Write(folder, number)).ToList();
            var clock = Stopwatch.StartNew();
            var run = await MeasuredRun.OfAsync(
                ["report", .. files, "--html", Path.Combine(folder, "site"), "--json", Path.Combine(folder, "all.json")]);

            await TestContext.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{Reports} reports, {files.Sum(file => new FileInfo(file).Length) / 1_000_000} MB: "
                + $"{clock.Elapsed.TotalSeconds:0.0} s, {run.Megabytes} MB at most"));
            run.ExitCode.Should().Be(0, run.Output);
            run.Megabytes.Should().BeInRange(1, MostMegabytes);
            Directory.GetFiles(Path.Combine(folder, "site", "cases")).Should().HaveCount(Cases);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Most cases have a few short messages; some transfer what takes four times as much in JSON.
    private static string Write(string folder, int number)
    {
        var random = new Random(number);
        var scenarios = Enumerable.Range(1, Cases).Select(at => Case(at, random)).ToList();
        var proxy = new ProxyReport($"vendor-proxy-{number:00}", "1.0", "", ["connect"], 1000, false, "", scenarios);
        var path = Path.Combine(folder, $"{number:00}.json");
        using var stream = File.Create(path);
        JsonReport.Write(new Report(Report.CurrentSchema, new("0.0"), DateTimeOffset.UnixEpoch.AddDays(number), 1000, false,
            new Dictionary<string, object>(), [proxy]), stream);
        return path;
    }

    private static ScenarioReport Case(int at, Random random)
    {
        var bytes = new byte[at % 40 == 0 ? 12_000 : 200];
        random.NextBytes(bytes);
        WireEvent[] kinds = [WireEvent.Opened, WireEvent.Sent, WireEvent.Received, WireEvent.Sent, WireEvent.Received];
        var events = kinds.Select((kind, step) => new TranscriptEvent(TimeSpan.FromMilliseconds(step), "client 1", kind,
            kind == WireEvent.Opened ? 0 : bytes.Length, kind == WireEvent.Opened ? default : bytes, ""));
        return new($"group-{at % 11}/case-{at}", $"group-{at % 11}", $"Case {at} does what its clause says", "RFC 9110 §9.3.6",
            "must", "MUST", Verdict.Pass, "", "", 10, "", [.. events], "", $"conformancekit explain group-{at % 11}/case-{at}");
    }
}
