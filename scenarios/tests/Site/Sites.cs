using ConformanceKit.Browsers;
using ConformanceKit.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Html;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Running.Catalogue;
using Microsoft.Playwright;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Site;

/// <summary>The sites that the tests check, and the browser that shows them; both are created once.</summary>
[SetUpFixture]
public sealed class Sites
{
    private const string GivenSite = "CONFORMANCEKIT_SITE";

    private static string? s_folder;

    /// <summary>
    /// What <c>run --html</c> writes for the embedded reference, or the site that the environment variable names.
    /// </summary>
    public static string Real { get; private set; } = "";

    /// <summary>A site of nine proxies with all cases.</summary>
    public static string Large { get; private set; } = "";

    /// <summary>A site of thirty proxies, some of them with long names.</summary>
    public static string Many { get; private set; } = "";

    /// <summary>A few cases of proxies that try to run a script in the reader's browser wherever they are quoted.</summary>
    public static string Hostile { get; private set; } = "";

    /// <summary>A site of the reference, and of a client and a mutant of one, with all of their cases.</summary>
    public static string Both { get; private set; } = "";

    /// <summary>The browser, or null if there is none.</summary>
    internal static IBrowser? Browser { get; private set; }

    /// <summary>Why there is no browser.</summary>
    internal static string NoBrowser { get; private set; } = "";

    [OneTimeSetUp]
    public async Task MakeThem()
    {
        s_folder = Directory.CreateTempSubdirectory("conformancekit-site-").FullName;
        var json = Path.Combine(s_folder, "report.json");
        Real = Path.Combine(s_folder, "real");
        await RunAsync("run", "embedded", "--no-browser", "--baseline", "ignore", "--html", Real, "--json", json);
        var clients = Path.Combine(s_folder, "clients.json");
        await RunAsync("client", "scripted", "mutant:client-returns-refusal", "--json", clients);
        Both = Path.Combine(s_folder, "both");
        await RunAsync("report", json, clients, "--html", Both);
        var report = JsonReport.Read(json);
        Large = await WriteAsync("large", SampleReports.NineProxies(report));
        Many = await WriteAsync("many", SampleReports.ThirtyProxies(report));
        Hostile = await WriteAsync("hostile", SampleReports.Hostile(report));
        if (Environment.GetEnvironmentVariable(GivenSite) is { Length: > 0 } given)
            Real = Path.GetFullPath(given);
        try
        {
            Browser = await Chromium.StartAsync();
        }
        catch (NotApplicableException none)
        {
            NoBrowser = none.Message;
        }
    }

    [OneTimeTearDown]
    public async Task PutThemAway()
    {
        await Chromium.StopAsync();
        if (s_folder is not null)
            Directory.Delete(s_folder, recursive: true);
    }

    private static async Task RunAsync(params string[] args)
    {
        var suite = typeof(SuiteLifetime).Assembly;
        await using var containers = new ContainerSession(new DockerEngine("conformancekit"));
        var context = new CommandContext(suite, TextWriter.Null, TextWriter.Null,
            (choice, progress) => ConformanceCommandLine.Open(suite, containers, choice, progress));
        await ConformanceCommandLine.RunAsync(context, args, CancellationToken.None);
    }

    private static async Task<string> WriteAsync(string name, Report report)
    {
        var site = Path.Combine(s_folder!, name);
        await new SiteWriter(site, SuiteProgram.Of(typeof(SuiteLifetime).Assembly),
            _ => Task.FromResult<IReadOnlyList<Lessons>>([])).WriteAsync(report, CancellationToken.None);
        return site;
    }
}
