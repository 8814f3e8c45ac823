namespace ConformanceKit.Reporting;

/// <summary>
/// Something that a run was asked to write besides the terminal's text: checked before the run, written after it.
/// </summary>
internal interface IReportOutput
{
    /// <summary>Writes the report, whatever its verdicts.</summary>
    /// <param name="report">The report.</param>
    /// <param name="stop">Ends what takes time besides the writing.</param>
    /// <exception cref="Model.HarnessException">It cannot be written any more.</exception>
    Task WriteAsync(Report report, CancellationToken stop);
}
