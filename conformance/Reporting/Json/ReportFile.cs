using System.Text;

namespace ConformanceKit.Reporting.Json;

/// <summary>A report's file: checked before the run, written after it whatever the verdicts.</summary>
/// <param name="file">The file.</param>
/// <param name="write">Writes its bytes.</param>
internal sealed class ReportFile(OutputFile file, Action<Report, Stream> write) : IReportOutput
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public string Location => file.Location;

    /// <summary>The same for a format that is one text.</summary>
    public static Action<Report, Stream> Text(Func<Report, string> format) => (report, stream) =>
    {
        using var text = new StreamWriter(stream, s_utf8, leaveOpen: true);
        text.Write(format(report));
    };

    /// <inheritdoc/>
    public Task WriteAsync(Report report, CancellationToken stop) => file.WriteAsync(stream => write(report, stream));
}
