namespace ConformanceKit.CommandLine;

/// <summary>
/// Standard error: if it cannot be written, as when its terminal is gone, there is nobody left to tell, and the run goes on to
/// write its reports.
/// </summary>
/// <param name="stream">The stream itself.</param>
internal sealed class StandardError(TextWriter stream) : StandardStream(stream)
{
    /// <inheritdoc/>
    protected override void Failed(IOException fault)
    {
    }
}
