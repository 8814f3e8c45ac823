using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.CommandLine;

/// <summary>Standard output, where a fault such as a full disk is not one of the kit.</summary>
/// <param name="output">Standard output itself.</param>
internal sealed class StandardOutput(TextWriter output) : TextWriter(output.FormatProvider)
{
    /// <inheritdoc/>
    public override Encoding Encoding => output.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Guarded(() => output.Write(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Guarded(() => output.Write(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => Guarded(() => output.Write(value));

    /// <inheritdoc/>
    public override void Flush() => Guarded(output.Flush);

    private static void Guarded(Action write)
    {
        try
        {
            write();
        }
        catch (IOException fault)
        {
            throw new HarnessException($"Standard output cannot be written: {fault.Message.TrimEnd('.')}.", fault);
        }
    }
}
