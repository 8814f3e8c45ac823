using System.Threading.Channels;

namespace ConformanceKit.Running;

/// <summary>
/// Whose turn it is on a proxy whose program one request can end: a few scenarios at once, because most of them only wait; and one
/// under which the program ended once more by itself, so that it is known whether it was the one that ended it.
/// </summary>
internal sealed class FragileTurns
{
    /// <summary>How many scenarios have a turn at once.</summary>
    public const int AtOnce = 4;

    private readonly Channel<int> turns = Filled(AtOnce);
    private readonly Channel<int> collecting = Filled(1);

    /// <summary>Runs something beside a few others.</summary>
    public async Task<T> ShareAsync<T>(Func<Task<T>> run, CancellationToken cancel)
    {
        var turn = await turns.Reader.ReadAsync(cancel);
        try
        {
            return await run();
        }
        finally
        {
            turns.Writer.TryWrite(turn);
        }
    }

    /// <summary>Runs something when nothing else does.</summary>
    public async Task<T> RunAloneAsync<T>(Func<Task<T>> run, CancellationToken cancel)
    {
        // One at a time collects every turn: two that each held some of them would wait for one another.
        var permit = await collecting.Reader.ReadAsync(cancel);
        var held = new List<int>();
        try
        {
            while (held.Count < AtOnce) held.Add(await turns.Reader.ReadAsync(cancel));
            return await run();
        }
        finally
        {
            held.ForEach(turn => turns.Writer.TryWrite(turn));
            collecting.Writer.TryWrite(permit);
        }
    }

    private static Channel<int> Filled(int count)
    {
        var filled = Channel.CreateUnbounded<int>();
        for (var turn = 0; turn < count; turn++) filled.Writer.TryWrite(turn);
        return filled;
    }
}
