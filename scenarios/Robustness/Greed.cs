using System.Diagnostics;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>
/// A peer that never pauses, so that the proxy always has something to do. As much is under way as the proxy gets done in a
/// moment, however long it takes for one piece: a slow proxy is soon done when the peer stops, and a fast one never runs out.
/// </summary>
/// <param name="sender">Sends the pieces.</param>
/// <param name="piece">What is sent again and again, one character for each byte.</param>
/// <param name="receiver">Gives the connection on which pieces arrive, once there is one.</param>
/// <param name="mark">What arrives there for each piece.</param>
internal sealed class Greed(WireConnection sender, string piece, Func<Task<WireConnection>> receiver, string mark)
{
    private const int Fewest = 64;
    private const int Most = 64 * 1024;
    private const long LongestAnswer = 64 * 1024; // a proxy's own pages are shorter, and nothing of them is kept

    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(20);

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _markBytes = Encoding.Latin1.GetBytes(mark);
    private byte[] _before = [];

    /// <summary>Completes when the first piece is through.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Sends until it is cancelled, or the proxy ends the connection.</summary>
    /// <param name="ending">Cancels it.</param>
    public async Task RunAsync(CancellationToken ending)
    {
        try
        {
            // 1. The first pieces; some proxies let nothing through until they have all of them.
            var atOnce = Fewest;
            if (!await SendAsync(atOnce, ending))
                return;
            var underWay = atOnce;
            var end = await receiver().WaitAsync(ending);
            end.Expect(atOnce * LongestAnswer);

            // 2. Whenever half of them are through, more follow.
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
                end.Expect((atOnce - underWay) * LongestAnswer);
                if (!await SendAsync(atOnce - underWay, ending))
                    return;
                underWay = atOnce;
            }
        }
        catch (Exception end) when (end is OperationCanceledException or RequirementBrokenException)
        {
            // It was cancelled, or the proxy ended the connection.
        }
    }

    private Task<bool> SendAsync(int count, CancellationToken ending) =>
        sender.TrySendAsync(string.Concat(Enumerable.Repeat(piece, count)), ending);

    // A mark may be split between two reads.
    private int Marks(byte[] bytes)
    {
        byte[] all = [.. _before, .. bytes];
        _before = all[Math.Max(0, all.Length - _markBytes.Length + 1)..];
        return all.AsSpan().Count(_markBytes);
    }
}
