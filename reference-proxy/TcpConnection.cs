using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.ReferenceProxy.Tracing;

namespace ConformanceKit.ReferenceProxy;

/// <summary>A TCP connection of the proxy, to a client or to an origin: its socket, and what is traced of it.</summary>
/// <param name="socket">The socket.</param>
/// <param name="trace">Who is told what goes over it, or null.</param>
internal sealed class TcpConnection(Socket socket, TracedConnection? trace) : IDisposable
{
    /// <summary>The socket.</summary>
    public Socket Socket => socket;

    /// <summary>Receives what there is; 0 when the other side has sent its last. With an empty buffer it only waits.</summary>
    public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel) => trace is null
        ? socket.ReceiveAsync(buffer, SocketFlags.None, cancel)
        : ReceiveTracedAsync(trace, buffer, cancel);

    /// <summary>Sends everything.</summary>
    public ValueTask SendAllAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel) => trace is null
        ? socket.SendAllAsync(octets, cancel)
        : SendTracedAsync(trace, octets, cancel);

    /// <summary>FIN: there is nothing more to send. What arrives can still be received.</summary>
    public void Finish()
    {
        trace?.FinSent();
        socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Closes with RST instead of FIN: what was sent is not to be taken as complete.</summary>
    public void Reset()
    {
        trace?.ResetSent();
        socket.Close(timeout: 0);
    }

    /// <summary>Closes.</summary>
    public void Dispose()
    {
        trace?.FinSent();
        socket.Dispose();
    }

    private async ValueTask<int> ReceiveTracedAsync(TracedConnection heard, Memory<byte> buffer, CancellationToken cancel)
    {
        try
        {
            var count = await socket.ReceiveAsync(buffer, SocketFlags.None, cancel);
            if (count > 0)
                heard.Received(buffer.Span[..count]);
            else if (!buffer.IsEmpty)
                heard.FinReceived();
            return count;
        }
        catch (SocketException end) when (IsReset(end))
        {
            heard.ResetReceived();
            throw;
        }
    }

    private async ValueTask SendTracedAsync(TracedConnection heard, ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        try
        {
            // Told first: the answer must not be told before what it answers.
            heard.Sent(octets.Span);
            await socket.SendAllAsync(octets, cancel);
        }
        catch (SocketException end) when (IsReset(end))
        {
            heard.ResetReceived();
            throw;
        }
    }

    private static bool IsReset(SocketException end) => end.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown;
}
