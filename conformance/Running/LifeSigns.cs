using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Proxies;

namespace ConformanceKit.Running;

/// <summary>
/// A connection to each listener of a proxy, open and quiet beside the scenario that runs: it ends when the program ends.
/// </summary>
internal sealed class LifeSigns : IDisposable
{
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly List<Socket> connections = [];

    private LifeSigns()
    {
    }

    /// <summary>Connects to each listener, once it is there: a program that has ended may be about to start again.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <exception cref="HarnessException">It doesn't come back.</exception>
    public static async Task<LifeSigns> OpenAsync(RunningProxy proxy, CancellationToken cancel)
    {
        var signs = new LifeSigns();
        try
        {
            foreach (var listener in new[] { proxy.Plain, proxy.Auth, proxy.Digest, proxy.Impatient }.OfType<Listener>())
                signs.connections.Add(await ConnectAsync(listener.EndPoint, cancel));
            return signs;
        }
        catch
        {
            signs.Dispose();
            throw;
        }
    }

    /// <summary>Whether the program behind one of the listeners has ended since.</summary>
    public bool HaveEnded => connections.Exists(connection => IsOver(connection) || IsRefused((IPEndPoint)connection.RemoteEndPoint!));

    /// <inheritdoc/>
    public void Dispose() => connections.ForEach(connection => connection.Dispose());

    private static async Task<Socket> ConnectAsync(IPEndPoint listener, CancellationToken cancel)
    {
        var end = Environment.TickCount64 + (long)Recovery.TotalMilliseconds;
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
                    throw new HarnessException($"The proxy ended, and was not back at {listener} after {Recovery.TotalSeconds:0} s ({gone.Message}).", gone);
                await Task.Delay(Pause, cancel);
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

    // The program's sockets are closed one by one: where the listener goes first, it says so before the connection does.
    private static bool IsRefused(IPEndPoint listener)
    {
        using var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(listener);
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
