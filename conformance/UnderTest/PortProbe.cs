using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.UnderTest;

/// <summary>
/// Finds out whether anybody is there at a listener that cannot be probed (<see cref="ListenerNames.CanBeProbed"/>): it accepts
/// connections, and waits for the client to speak.
/// </summary>
internal static class PortProbe
{
    private static readonly TimeSpan s_oneAttempt = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_hold = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Connects repeatedly until a connection is accepted, or the time is up.</summary>
    /// <param name="places">The addresses at which it may be.</param>
    /// <param name="isForwarded">
    /// Whether a port forwarder is in between: it accepts in the program's place, and closes at once if nobody is behind it.
    /// </param>
    /// <param name="limit">How long to keep trying; the last attempt may end later.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The first address that accepts, or null.</returns>
    public static async Task<IPEndPoint?> WaitAsync(
        IReadOnlyList<IPEndPoint> places, bool isForwarded, TimeSpan limit, CancellationToken cancel)
    {
        var end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (true)
        {
            foreach (var place in places)
            {
                if (await IsOpenAsync(place, isForwarded, cancel))
                    return place;
            }

            if (Environment.TickCount64 >= end)
                return null;
            await Task.Delay(s_pause, cancel);
        }
    }

    private static async Task<bool> IsOpenAsync(IPEndPoint place, bool isForwarded, CancellationToken cancel)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            bound.CancelAfter(s_oneAttempt);
            await socket.ConnectAsync(place, bound.Token);
            bound.CancelAfter(s_hold);
            return !isForwarded || await socket.ReceiveAsync(new byte[1], bound.Token) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return socket.Connected;
        }
    }
}
