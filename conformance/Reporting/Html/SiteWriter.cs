using System.Text;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.Reporting.Html;

/// <summary>
/// Writes a report as a static site: it opens from disk as well as from a web server, and needs nothing from elsewhere.
/// </summary>
internal sealed class SiteWriter : IReportOutput
{
    // Half a surrogate pair in what a proxy sent becomes a replacement character, where the default encoding would throw.
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    // Each needs its own evidence in memory, so a machine with many processors does not write one on each.
    private static readonly ParallelOptions s_pagesAtOnce = new()
    {
        MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, 4),
    };

    private readonly string _directory;
    private readonly SuiteProgram _program;
    private readonly Func<CancellationToken, Task<IReadOnlyList<Lessons>>> _teach;

    /// <summary>Makes sure that the directory can be written to.</summary>
    /// <param name="directory">Where the site goes; it is created if it does not exist.</param>
    /// <param name="program">How to invoke the suite again.</param>
    /// <param name="teach">Records the exchanges of the pages that teach.</param>
    /// <exception cref="UsageException">The directory cannot be written to.</exception>
    public SiteWriter(
        string directory, SuiteProgram program, Func<CancellationToken, Task<IReadOnlyList<Lessons>>> teach)
    {
        (_directory, _program, _teach) = (directory, program, teach);
        try
        {
            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, Path.GetRandomFileName());
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception fault) when (FileFault.Explains(fault))
        {
            throw new UsageException($"--html {directory}: {FileFault.OfDirectory(directory, fault)}.");
        }
    }

    /// <summary>Records the reference's exchanges of the cases that a proxy in the report breaks, by id.</summary>
    public Func<Report, CancellationToken, Task<IReadOnlyDictionary<string, ScenarioReport>>> Compare { get; init; } =
        static (_, _) => Task.FromResult<IReadOnlyDictionary<string, ScenarioReport>>(new Dictionary<string, ScenarioReport>());

    /// <inheritdoc/>
    public string Location => Path.Combine(_directory, SiteMap.Matrix);

    /// <inheritdoc/>
    public bool IsSite => true;

    /// <inheritdoc/>
    public async Task WriteAsync(Report report, CancellationToken stop)
    {
        var taught = await _teach(stop);
        var site = new SiteMap(report, _program, [.. taught.Select(lessons => lessons.Page)])
        {
            Reference = await Compare(report, stop),
        };
        var budget = new ByteBudget(report);
        try
        {
            RemoveOlderPages();
            Write(SiteAssets.Style, SiteAssets.Read(SiteAssets.Style) + SequenceDiagram.Style);
            Write(SiteAssets.Script, SiteAssets.Read(SiteAssets.Script));
            Write(SiteMap.Matrix, new MatrixPage(site).Write());
            await Parallel.ForEachAsync(site.Cases, s_pagesAtOnce, (known, _) =>
            {
                Write(site.PageOf(known), new CasePage(site, known, budget).Write());
                return ValueTask.CompletedTask;
            });
            foreach (var proxy in report.Proxies)
                Write(site.PageOf(proxy), new ProxyPage(site, proxy).Write());
            foreach (var lessons in taught)
                Write(lessons.Page.Address, new TeachingPage(site, lessons).Write());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HarnessException($"{_directory} cannot be written: {fault.Message}", fault);
        }
    }

    // A page that an earlier run left would look as if it belonged to this one. What is not this program's stays.
    private void RemoveOlderPages()
    {
        var index = Path.Combine(_directory, SiteMap.Matrix);
        if (!File.Exists(index) || !File.ReadAllText(index).Contains(PageLayout.Generator, StringComparison.Ordinal))
            return;
        foreach (var page in TaughtPage.All)
            File.Delete(Path.Combine(_directory, page.Address));
        foreach (var folder in SiteMap.Folders.Select(folder => Path.Combine(_directory, folder)).Where(Directory.Exists))
        {
            foreach (var page in Directory.EnumerateFiles(folder, "*.html"))
                File.Delete(page);
        }
    }

    private void Write(string address, string text)
    {
        var path = Path.Combine(_directory, address);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, s_utf8);
    }
}
