namespace ConformanceKit.Reporting;

/// <summary>
/// Something that a run has to write besides the text on the terminal: checked before the run, written after it.
/// </summary>
internal interface IReportOutput
{
    /// <summary>Where it is written: the file, or a site's first page.</summary>
    string Location { get; }

    /// <summary>Whether it is a site to open, rather than a file.</summary>
    bool IsSite => false;

    /// <summary>Writes the report, whatever its verdicts.</summary>
    /// <param name="report">The report.</param>
    /// <param name="stop">Cancels whatever takes time besides the writing.</param>
    /// <exception cref="Model.HarnessException">It can no longer be written.</exception>
    Task WriteAsync(Report report, CancellationToken stop);
}
