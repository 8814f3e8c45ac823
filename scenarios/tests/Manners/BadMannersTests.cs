using System.Globalization;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Running.Cases;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Manners;

/// <summary>
/// The suite against every null proxy, many of which mean it: they send without end, hardly anything, or bytes that are commands
/// to whoever shows them. No run takes much memory, blames itself, or passes what is not there, and every report is sound.
/// </summary>
/// <remarks>
/// To save time, each of them gets a part of the suite, not all the same one; with the environment variable
/// <c>CONFORMANCEKIT_MANNERS=all</c>, all of it.
/// </remarks>
internal sealed class BadMannersTests
{
    private const int Parts = 4;
    private const int Shards = 10;
    private const long MostMegabytes = 700;

    private static readonly string[] s_names =
        [.. MutantCatalogue.Of(typeof(SuiteLifetime).Assembly).Mutants
            .Where(mutant => mutant is { IsNullProxy: true, IsClient: false }).Select(mutant => mutant.Name)];

    private static readonly string[] s_waits = ["reply=5s", "scenario=20s", "dial=5s", "idle=2s"];

    // They mostly wait for what never comes.
    private static readonly ParallelOptions s_atOnce = new() { MaxDegreeOfParallelism = Parts };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conformancekit-manners-");
    private readonly MeasuredRun[] _runs = new MeasuredRun[Parts];

    private static bool IsWhole => Environment.GetEnvironmentVariable("CONFORMANCEKIT_MANNERS") == "all";

    private static IEnumerable<int> All => Enumerable.Range(0, Parts);

    [OneTimeSetUp]
    public Task RunThem() => Parallel.ForEachAsync(All, s_atOnce, async (part, _) => await RunAsync(part));

    [OneTimeTearDown]
    public void CleanUp() => _folder.Delete(recursive: true);

    [Test]
    public void There_are_many() => s_names.Should().HaveCountGreaterThan(40);

    [Test]
    public void No_run_takes_much_memory() => _runs.Max(run => run.Megabytes).Should().BeLessThan(MostMegabytes);

    [Test]
    public void What_a_run_prints_controls_nothing_and_tells_of_no_fault_of_the_kits_own()
    {
        foreach (var run in _runs)
        {
            run.ExitCode.Should().Be(ExitCodes.Broken, run.Output);
            SoundText.Problems(run.Output).Should().BeEmpty();
            run.Output.Should().NotContain("   at ConformanceKit.").And.NotContain("   at System.");
        }
    }

    [Test]
    public void None_passes_what_an_RFC_requires_and_none_is_taken_for_a_fault_of_the_kits_own()
    {
        var cases = ScenarioCatalogue.Of(typeof(SuiteLifetime).Assembly);
        var rows = All.SelectMany(part => JsonReport.Read(Report(part, "json")).Proxies)
            .SelectMany(proxy => proxy.Scenarios.Select(row => (proxy.Name, Row: row))).ToList();

        rows.Where(one => one.Row.Verdict == Verdict.HarnessError
                || (one.Row.Verdict == Verdict.Pass && cases.Find(one.Row.Id)!.Requirement.Level.IsRequired()))
            .Select(one => $"{one.Name}: {VerdictNames.Of(one.Row.Verdict)} {one.Row.Id}: {one.Row.Reason}").Should().BeEmpty();
        rows.Where(one => one.Row.ReasonId == ReasonIds.Flood).Should().HaveCountGreaterThan(10);
    }

    [Test]
    public void Every_report_is_sound()
    {
        foreach (var part in All)
        {
            SoundMarkup.XmlProblems(Report(part, "xml")).Should().BeEmpty();
            SoundMarkup.XmlProblems(Report(part, "svg")).Should().BeEmpty();
            SoundText.Problems(File.ReadAllText(Report(part, "md"))).Should().BeEmpty();
            var pages = Directory.GetFiles(Report(part, "site"), "*.html", SearchOption.AllDirectories);
            pages.Should().NotBeEmpty();
            pages.SelectMany(SoundMarkup.HtmlProblems).Should().BeEmpty();
        }
    }

    // In a process of its own: only so is it known how much memory a run took.
    private async Task RunAsync(int part)
    {
        var names = s_names.Where((_, at) => at % Parts == part).Select(name => KnownProxies.MutantPrefix + name).ToList();
        _runs[part] = await MeasuredRun.OfAsync(
        [
            "run", .. names, "--no-browser", "--no-preflight", "--verbose",
            .. s_waits.SelectMany(wait => new[] { "--wait", wait }),
            .. IsWhole ? [] : new[] { "--shard", string.Create(CultureInfo.InvariantCulture, $"{(part * 3) + 1}/{Shards}") },
            "--json", Report(part, "json"), "--junit", Report(part, "xml"), "--markdown", Report(part, "md"),
            "--badge", Report(part, "svg"), "--html", Report(part, "site"),
        ]);
        await TestContext.Progress.WriteLineAsync($"{_runs[part].Megabytes} MB at most: {string.Join(", ", names)}");
    }

    private string Report(int part, string kind) =>
        Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{part}.{kind}"));
}
