using System.Diagnostics;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>
/// Somebody who never pauses: there is always something for the proxy to do. As much is under way as it is done with in a moment,
/// whatever it takes for one: a slow one is not long at it when nobody asks any more, and a fast one does not run out.
/// </summary>
/// <param name="sender">Sends the pieces.</param>
/// <param name="piece">What is sent again and again, each character one byte.</param>
/// <param name="receiver">The connection that shows when a piece is through, when there is one.</param>
/// <param name="mark">What comes there of each piece.</param>
internal sealed class Greed(WireConnection sender, string piece, Func<Task<WireConnection>> receiver, string mark)
{
    private const int Fewest = 64;
    private const int Most = 64 * 1024;

    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _markBytes = Encoding.Latin1.GetBytes(mark);
    private byte[] _before = [];

    /// <summary>When the first piece is through.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Goes on until it is told to stop, or the proxy ends it.</summary>
    /// <param name="ending">Tells it to stop.</param>
    public async Task RunAsync(CancellationToken ending)
    {
        try
        {
            // 1. The first ones; some proxies let nothing through until they have all.
            var atOnce = Fewest;
            if (!await SendAsync(atOnce, ending))
                return;
            var underWay = atOnce;
            var end = await receiver().WaitAsync(ending);

            // 2. Whenever half of them are through, others follow.
            while (true)
            {
                var began = Stopwatch.GetTimestamp();
                for (; underWay > atOnce / 2; _begun.TrySetResult())
                {
                    var bytes = await end.ReadSomeAsync(Timeout.InfiniteTimeSpan, ending);
                    if (bytes.Length == 0)
                        return;
                    underWay -= Marks(bytes);
                }

                if (Stopwatch.GetElapsedTime(began) < s_moment)
                    atOnce = Math.Min(2 * atOnce, Most);
                if (!await SendAsync(atOnce - underWay, ending))
                    return;
                underWay = atOnce;
            }
        }
        catch (Exception end) when (end is OperationCanceledException or RequirementBrokenException)
        {
            // It was told to stop, or the proxy goes on no longer.
        }
    }

    private Task<bool> SendAsync(int count, CancellationToken ending) =>
        sender.TrySendAsync(string.Concat(Enumerable.Repeat(piece, count)), ending);

    // A mark may come in two parts.
    private int Marks(byte[] bytes)
    {
        byte[] all = [.. _before, .. bytes];
        _before = all[Math.Max(0, all.Length - _markBytes.Length + 1)..];
        return all.AsSpan().Count(_markBytes);
    }
}
