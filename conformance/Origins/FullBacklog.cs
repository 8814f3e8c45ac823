using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;

namespace ConformanceKit.Origins;

/// <summary>Fills a listener's backlog, so that the kernel drops every further SYN.</summary>
internal static class FullBacklog
{
    // On Linux a backlog of 0 holds one or two connections; if the kernel takes more than this, its backlog cannot be filled.
    private const int MostFillers = 16;

    /// <summary>Fills the backlog of a bound socket, and proves that a further connect gets no answer.</summary>
    /// <returns>The connections that fill it; the last one is the proof, and is still pending.</returns>
    /// <exception cref="NotApplicableException">This machine answers every connect.</exception>
    public static async Task<IReadOnlyList<Socket>> FillAsync(Socket listener, TimeSpan proof, CancellationToken cancel)
    {
        OriginPort.Listen(listener, backlog: 0);
        var fillers = new List<Socket>();
        try
        {
            while (fillers.Count < MostFillers)
            {
                var filler = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                fillers.Add(filler);

                // Bind to loopback, as sentinels do, so that the source address is known while the connect is still pending.
                filler.Bind(OwnLoopback.Source(listener.AddressFamily));
                if (!await IsAnsweredAsync(filler, listener.LocalEndPoint!, proof, cancel))
                    return fillers;
            }

            throw new NotApplicableException(
                "This machine cannot provide a target that never answers: its kernel answers although the listener's backlog is "
                + "full.");
        }
        catch
        {
            foreach (var filler in fillers)
                filler.Dispose();
            throw;
        }
    }

    /// <summary>Whether a pending connect has been answered by now.</summary>
    public static bool IsAnswered(Socket connecting) => connecting.Poll(0, SelectMode.SelectWrite);

    private static async Task<bool> IsAnsweredAsync(Socket filler, EndPoint listener, TimeSpan proof, CancellationToken cancel)
    {
        // The connect itself is never cancelled: it has to continue, as a proxy's would.
        var connecting = filler.ConnectAsync(listener);
        try
        {
            await connecting.WaitAsync(proof, cancel);
            return true;
        }
        catch (TimeoutException)
        {
            _ = connecting.ContinueWith(
                ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            // A busy machine may only have been slow to report the answer, so ask the kernel.
            return IsAnswered(filler);
        }
    }
}
