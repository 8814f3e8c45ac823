using System.Text;
using ConformanceKit.Mutants;

namespace ConformanceKit.Tests.Mutants;

/// <summary>The end of a leg that keeps what arrives.</summary>
internal sealed class RecordingSink : ByteSink
{
    private readonly List<byte> _bytes = [];

    public byte[] Bytes => [.. _bytes];

    public string Text => Encoding.Latin1.GetString(Bytes);

    public override Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        _bytes.AddRange(bytes.Span);
        return Task.CompletedTask;
    }

    public override Task FinishAsync() => SendAsync("|FIN"u8.ToArray());

    public override Task ResetAsync() => SendAsync("|RST"u8.ToArray());
}
