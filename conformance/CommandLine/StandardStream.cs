using System.Text;

namespace ConformanceKit.CommandLine;

/// <summary>Standard output or standard error, where a fault such as a full disk is not one of the kit.</summary>
/// <param name="stream">The stream itself.</param>
internal abstract class StandardStream(TextWriter stream) : TextWriter(stream.FormatProvider)
{
    /// <inheritdoc/>
    public override Encoding Encoding => stream.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Guarded(() => stream.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Guarded(() => stream.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Guarded(() => stream.Write(value));

    /// <inheritdoc/>
    public override void Flush() => Guarded(stream.Flush);

    /// <summary>Called if something could not be written.</summary>
    /// <param name="fault">Why.</param>
    protected abstract void Failed(IOException fault);

    private void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (IOException fault)
        {
            Failed(fault);
        }
    }
}
