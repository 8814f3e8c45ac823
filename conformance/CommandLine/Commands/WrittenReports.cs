using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Reporting;

namespace ConformanceKit.CommandLine.Commands;

/// <summary>Writes the reports of a command: one that cannot be written does not cost the others.</summary>
internal static class WrittenReports
{
    /// <summary>Writes all that can be written, and says on standard error what cannot, and why.</summary>
    /// <param name="context">The command's context.</param>
    /// <param name="files">What to write.</param>
    /// <param name="report">The report.</param>
    /// <param name="stop">Cancels whatever takes time besides the writing.</param>
    /// <returns>What was written.</returns>
    public static async Task<IReadOnlyList<IReportOutput>> WriteAsync(
        CommandContext context, IReadOnlyList<IReportOutput> files, Report report, CancellationToken stop)
    {
        var written = new List<IReportOutput>();
        foreach (var file in files)
        {
            try
            {
                await file.WriteAsync(report, stop);
                written.Add(file);
            }
            catch (HarnessException fault)
            {
                await context.FaultAsync(fault.Message);
            }
        }

        return written;
    }
}
