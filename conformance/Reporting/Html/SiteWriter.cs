using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Tracing;

namespace ConformanceKit.Reporting.Html;

/// <summary>Writes a report as a static site: it opens from disk as well as from a web server, and needs nothing from elsewhere.</summary>
internal sealed class SiteWriter : IReportOutput
{
    private readonly string directory;
    private readonly Func<CancellationToken, Task<Lessons?>> teach;

    /// <summary>Makes sure that the directory can be written to.</summary>
    /// <param name="directory">Where the site goes; made where it isn't there yet.</param>
    /// <param name="teach">Records the exchanges of the teaching page; null means no such page.</param>
    /// <exception cref="UsageException">The directory can't be written to.</exception>
    public SiteWriter(string directory, Func<CancellationToken, Task<Lessons?>> teach)
    {
        (this.directory, this.teach) = (directory, teach);
        try
        {
            Directory.CreateDirectory(directory);
            var probe = Path.Combine(directory, Path.GetRandomFileName());
            File.Create(probe, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"--html {directory} can't be written: {fault.Message}");
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(RunReport report, CancellationToken stop)
    {
        var lessons = await teach(stop);
        var site = new SiteMap(report, lessons is not null);
        var budget = new OctetBudget(report);
        try
        {
            Write(SiteAssets.Style, SiteAssets.Read(SiteAssets.Style) + SequenceDiagram.Style);
            Write(SiteAssets.Script, SiteAssets.Read(SiteAssets.Script));
            Write(SiteMap.Matrix, new MatrixPage(site).Write());
            foreach (var known in site.Cases) Write(site.PageOf(known), new CasePage(site, known, budget).Write());
            foreach (var proxy in report.Proxies) Write(site.PageOf(proxy), new ProxyPage(site, proxy).Write());
            if (lessons is not null) Write(SiteMap.Teaching, new TeachingPage(site, lessons).Write());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new HarnessException($"{directory} can't be written: {fault.Message}", fault);
        }
    }

    private void Write(string address, string text)
    {
        var path = Path.Combine(directory, address);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
