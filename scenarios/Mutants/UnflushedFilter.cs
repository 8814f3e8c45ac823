using ConformanceKit.Mutants;

namespace ConformanceKit.Scenarios.Mutants;

/// <summary>Collects the bytes of a bulk transfer, to pass them on in larger pieces.</summary>
internal sealed class UnflushedFilter(ByteSink next) : ByteFilter(next)
{
    private const int Bulk = 256 * 1024;
    private const int Piece = 128 * 1024;

    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    private readonly List<byte> _collected = [];
    private long _passed;

    public override async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        _passed += bytes.Length;
        if (_passed < Bulk)
        {
            await base.SendAsync(bytes);
            return;
        }

        // Larger pieces are cheaper, but nothing waits forever. A byte always stays, or there would be nothing to forget where
        // the end happens to fill a piece.
        if (Collect(bytes.Span) >= Piece)
            await FlushAsync(keeping: 1);
        _ = FlushLaterAsync();
    }

    // This is the flaw: there is no flush.
    public override Task FinishAsync()
    {
        lock (_collected)
            _collected.Clear();
        return base.FinishAsync();
    }

    private int Collect(ReadOnlySpan<byte> bytes)
    {
        lock (_collected)
        {
            _collected.AddRange(bytes);
            return _collected.Count;
        }
    }

    private async Task FlushLaterAsync()
    {
        await Task.Delay(s_patience);
        await FlushAsync(keeping: 0);
    }

    // The order is kept, since the connection sends one piece after the other.
    private Task FlushAsync(int keeping)
    {
        lock (_collected)
        {
            byte[] piece = [.. _collected.SkipLast(keeping)];
            _collected.RemoveRange(0, piece.Length);
            return piece.Length > 0 ? base.SendAsync(piece) : Task.CompletedTask;
        }
    }
}
