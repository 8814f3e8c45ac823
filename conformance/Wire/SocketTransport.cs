using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ConformanceKit.Wire;

/// <summary>A TCP connection.</summary>
internal sealed class SocketTransport(Socket socket) : WireTransport
{
    // Linux: getsockopt(2) with TCP_INFO, and the offsets of the two counts in struct tcp_info.
    private const int ProtocolTcp = 6;
    private const int TcpInfo = 11;
    private const int Unacknowledged = 24;
    private const int NotSent = 144;

    private bool _resetOnSend;

    public override bool HasArrived => socket.Available > 0;

    public override bool IsReadable => socket.Poll(0, SelectMode.SelectRead);

    public override bool? IsAcknowledged
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                return null;
            Span<byte> info = stackalloc byte[NotSent + sizeof(int)];
            if (socket.GetRawSocketOption(ProtocolTcp, TcpInfo, info) < info.Length)
                return null;
            return MemoryMarshal.Read<int>(info[Unacknowledged..]) == 0 && MemoryMarshal.Read<int>(info[NotSent..]) == 0;
        }
    }

    public override async Task<int> ReceiveAsync(Memory<byte> into)
    {
        try
        {
            var count = await socket.ReceiveAsync(into);
            // The kernel reports a RST only once: if a send consumed it, a receive sees a mere end of stream.
            return count == 0 && _resetOnSend ? throw new WireResetException(null) : count;
        }
        catch (SocketException error) when (IsReset(error))
        {
            throw new WireResetException(error);
        }
    }

    public override async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await socket.SendAsync(bytes, cancel);
        }
        catch (SocketException error) when (IsReset(error) || error.SocketErrorCode == SocketError.Shutdown)
        {
            _resetOnSend = true;
            throw new WireResetException(error);
        }
    }

    public override void TakeAtMost(int bytes) => socket.ReceiveBufferSize = bytes;

    public override void ShutdownSend()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException error) when (IsReset(error) || error.SocketErrorCode == SocketError.NotConnected)
        {
            // The peer's RST came first, so the sending side is already gone. The next receive reports it.
        }
    }

    public override void Reset()
    {
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    public override ValueTask DisposeAsync()
    {
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool IsReset(SocketException error) =>
        error.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted;
}
