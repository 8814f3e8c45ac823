using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Engine;

/// <summary>
/// A connection to each listener of a proxy, kept open and idle while a scenario runs: it ends when the program ends.
/// </summary>
internal sealed class LifeSigns : IDisposable
{
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly OriginPlace _place;
    private readonly List<(string Name, IPEndPoint Listener, Socket Connection)> _connections = [];

    private LifeSigns(OriginPlace place) => _place = place;

    /// <summary>Connects to each listener as soon as it is up: a program that has ended may be restarting.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="HarnessException">The program does not come back.</exception>
    public static async Task<LifeSigns> OpenAsync(RunningSubject proxy, CancellationToken cancel)
    {
        var signs = new LifeSigns(new(proxy.OriginAddress, proxy.OriginHost, proxy.OriginAddressV6));
        try
        {
            foreach (var (name, listener) in proxy.Listeners)
                signs._connections.Add((name, listener.EndPoint, await ConnectAsync(listener.EndPoint, cancel)));
            return signs;
        }
        catch
        {
            signs.Dispose();
            throw;
        }
    }

    /// <summary>Whether the program behind one of the listeners has ended since.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<bool> HaveEndedAsync(CancellationToken cancel)
    {
        // A program closes its connections one by one as it ends, so an open one proves nothing yet. A reply does: it comes from
        // the program that was there all the time, or from its successor, which starts only after everything has been closed.
        foreach (var (name, listener, _) in _connections.Where(one => ListenerNames.CanBeProbed(one.Name)))
            await ReadyProbe.WaitAsync(name, listener, _place, s_recovery, cancel);
        return _connections.Exists(one => IsOver(one.Connection));
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.ForEach(one => one.Connection.Dispose());

    private static async Task<Socket> ConnectAsync(IPEndPoint listener, CancellationToken cancel)
    {
        var end = Environment.TickCount64 + (long)s_recovery.TotalMilliseconds;
        while (true)
        {
            var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(listener, cancel);
                return socket;
            }
            catch (SocketException gone)
            {
                socket.Dispose();
                if (Environment.TickCount64 > end)
                {
                    throw new HarnessException(
                        $"The proxy ended, and was not back at {listener} after {s_recovery.TotalSeconds:0} s ({gone.Message}).",
                        gone);
                }

                await Task.Delay(s_pause, cancel);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    // Readable without a byte to read: closed or reset.
    private static bool IsOver(Socket connection) => connection.Poll(0, SelectMode.SelectRead) && connection.Available == 0;
}
