using ConformanceKit.Model;

namespace ConformanceKit.CommandLine;

/// <summary>Standard output: what cannot be written ends the program with a sentence.</summary>
/// <param name="stream">The stream itself.</param>
internal sealed class StandardOutput(TextWriter stream) : StandardStream(stream)
{
    /// <inheritdoc/>
    protected override void Failed(IOException fault) =>
        throw new HarnessException($"Standard output cannot be written: {fault.Message.TrimEnd('.')}.", fault);
}
