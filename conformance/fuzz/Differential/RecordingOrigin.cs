using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.Fuzz.Differential;

/// <summary>An origin for one case and one proxy: it keeps what arrives, and answers every request that is whole.</summary>
internal sealed class RecordingOrigin : IDisposable
{
    private static readonly byte[] s_answer = [.. "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8];

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Lock _gate = new();
    private readonly List<List<byte>> _connections = [];
    private readonly List<Socket> _sockets = [];

    /// <summary>Begins to listen.</summary>
    public RecordingOrigin()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Authority => $"{_listener.LocalEndpoint}";

    /// <summary>How many bytes have arrived.</summary>
    public int Length
    {
        get
        {
            lock (_gate)
                return _connections.Sum(connection => connection.Count);
        }
    }

    /// <summary>All requests that have arrived, connection by connection.</summary>
    public IReadOnlyList<SeenRequest> Requests
    {
        get
        {
            lock (_gate)
                return [.. _connections.SelectMany(connection => SeenRequest.ReadAll([.. connection], Authority))];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        lock (_gate)
            _sockets.ForEach(socket => socket.Dispose());
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                var bytes = new List<byte>();
                lock (_gate)
                {
                    _sockets.Add(socket);
                    _connections.Add(bytes);
                }

                _ = ServeAsync(socket, bytes);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The case is over.
        }
    }

    private async Task ServeAsync(Socket socket, List<byte> bytes)
    {
        var piece = new byte[16 * 1024];
        var answered = 0;
        try
        {
            while (await socket.ReceiveAsync(piece) is > 0 and var count)
            {
                int whole;
                lock (_gate)
                {
                    bytes.AddRange(piece.AsSpan(0, count));
                    whole = SeenRequest.ReadAll([.. bytes]).Count(request => request.IsWhole);
                }

                for (; answered < whole; answered++)
                    await socket.SendAsync(s_answer);
            }

            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The proxy no longer wants it, or the case is over.
        }
    }
}
