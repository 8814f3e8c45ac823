using System.Net;
using System.Net.Sockets;
using System.Text;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.UnderTest;

/// <summary>One request by which a proxy is asked whether it is there.</summary>
/// <param name="head">Its bytes, each character one.</param>
internal sealed class ProbeRequest(string head)
{
    // Enough for the version and the status.
    private const int Enough = 12;

    private readonly string _line = head[..head.IndexOf('\r', StringComparison.Ordinal)];

    /// <summary>
    /// Every form that a proxy may know: absolute-form, CONNECT, and origin-form, which it may answer itself or forward by Host.
    /// </summary>
    /// <param name="origin">The origin to ask for.</param>
    public static IReadOnlyList<ProbeRequest> All(Origin origin) =>
    [
        new(Requests.Get(origin.Http("/"), "Connection: close")),
        new(Requests.Connect(origin.Authority)),
        new(Requests.Head("GET / HTTP/1.1", $"Host: {origin.Authority}", "Connection: close")),
    ];

    /// <summary>Sends it, and waits for the beginning of a reply.</summary>
    /// <param name="listener">Where.</param>
    /// <param name="limit">The longest to wait.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ProbeReply> SendAsync(IPEndPoint listener, TimeSpan limit, CancellationToken cancel)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(limit);
        using var socket = new Socket(listener.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        var reply = new byte[256];
        var have = 0;
        try
        {
            await socket.ConnectAsync(listener, bound.Token);
            await socket.SendAsync(Encoding.Latin1.GetBytes(head), bound.Token);
            while (have < Enough && !reply.AsSpan(0, have).Contains((byte)'\n'))
            {
                var count = await socket.ReceiveAsync(reply.AsMemory(have), bound.Token);
                if (count == 0)
                    break;
                have += count;
            }

            return have == 0 ? new(_line, "the connection was closed without a byte") : Came(reply.AsSpan(0, have));
        }
        catch (SocketException) when (have > 0)
        {
            return Came(reply.AsSpan(0, have));
        }
        catch (SocketException error) when (!socket.Connected && error.SocketErrorCode != SocketError.ConnectionReset)
        {
            return new(_line, $"no connection came about ({error.Message})") { IsAccepted = false };
        }
        catch (SocketException)
        {
            return new(_line, "the connection was reset without a byte");
        }
        catch (OperationCanceledException) when (have > 0)
        {
            return Came(reply.AsSpan(0, have));
        }
        catch (OperationCanceledException)
        {
            return socket.Connected
                ? new(_line, $"nothing came within {limit.TotalSeconds:0.#} s") { IsHeld = true }
                : new(_line, $"no connection came about within {limit.TotalSeconds:0.#} s") { IsAccepted = false };
        }
    }

    private ProbeReply Came(ReadOnlySpan<byte> reply)
    {
        var isAnswer = reply.StartsWith("HTTP/"u8);
        var space = reply.IndexOf((byte)' ');
        var lineEnd = reply.IndexOfAny((byte)'\r', (byte)'\n');
        var first = ByteText.Escape(lineEnd < 0 ? reply : reply[..lineEnd]);
        return new(_line, $"came \"{first}\"{(isAnswer ? "" : ", which is no HTTP")}")
        {
            IsHeld = true,
            IsAnswer = isAnswer,
            IsServerError = isAnswer && space > 0 && reply[space..].StartsWith(" 5"u8),
        };
    }
}
