using System.Text;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>What nothing can be written to.</summary>
internal sealed class FullDisk : TextWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => throw new IOException("No space left on device");

    public override void Flush() => throw new IOException("No space left on device");
}
