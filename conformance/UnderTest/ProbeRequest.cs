using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ConformanceKit.Origins;
using ConformanceKit.Wire;

namespace ConformanceKit.UnderTest;

/// <summary>One request that probes whether a proxy answers.</summary>
/// <param name="head">The request, each character one byte.</param>
internal sealed class ProbeRequest(string head)
{
    // As many bytes as the version and the status take.
    private const int Enough = 12;

    private readonly string _line = head[..head.IndexOf('\r', StringComparison.Ordinal)];

    /// <summary>
    /// One request in every form that a proxy may know: absolute-form, CONNECT, and origin-form, which it may answer itself or
    /// forward by Host.
    /// </summary>
    /// <param name="origin">The origin that the requests are for.</param>
    public static IReadOnlyList<ProbeRequest> All(Origin origin) =>
    [
        Get(origin),
        Connect(origin),
        new(Requests.Head("GET / HTTP/1.1", $"Host: {origin.Authority}", "Connection: close")),
    ];

    /// <summary>A GET in absolute-form.</summary>
    /// <param name="origin">The origin that it is for.</param>
    public static ProbeRequest Get(Origin origin) => new(Requests.Get(origin.Http("/"), "Connection: close"));

    /// <summary>A CONNECT.</summary>
    /// <param name="origin">The origin that it is for.</param>
    public static ProbeRequest Connect(Origin origin) => new(Requests.Connect(origin.Authority));

    /// <summary>Sends it, and waits for the beginning of a reply.</summary>
    /// <param name="listener">Where to send it.</param>
    /// <param name="limit">The longest time to wait.</param>
    /// <param name="cancel">Ends the waiting.</param>
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
            while (!IsWhole(reply.AsSpan(0, have)))
            {
                var count = await socket.ReceiveAsync(reply.AsMemory(have), bound.Token);
                if (count == 0)
                    break;
                have += count;
            }

            return have == 0
                ? new(_line, "the connection was closed without a reply")
                : Came(reply.AsSpan(0, have), "before the connection was closed");
        }
        catch (SocketException) when (have > 0)
        {
            return Came(reply.AsSpan(0, have), "before the connection was reset");
        }
        catch (SocketException error) when (!socket.Connected && error.SocketErrorCode != SocketError.ConnectionReset)
        {
            return new(_line, $"the connection failed ({error.Message})") { IsAccepted = false };
        }
        catch (SocketException)
        {
            return new(_line, "the connection was reset without a reply");
        }
        catch (OperationCanceledException) when (have > 0)
        {
            return Came(reply.AsSpan(0, have), $"within {limit.TotalSeconds:0.#} s");
        }
        catch (OperationCanceledException)
        {
            return socket.Connected
                ? new(_line, $"no reply came within {limit.TotalSeconds:0.#} s") { IsHeld = true }
                : new(_line, $"no connection was established within {limit.TotalSeconds:0.#} s") { IsAccepted = false };
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> reply) => reply.Length >= Enough || reply.Contains((byte)'\n');

    private ProbeReply Came(ReadOnlySpan<byte> reply, string until)
    {
        var isAnswer = reply.StartsWith("HTTP/"u8);
        var lineEnd = reply.IndexOfAny((byte)'\r', (byte)'\n');
        var first = ByteText.Escape(lineEnd < 0 ? reply : reply[..lineEnd]);
        var came = isAnswer && !IsWhole(reply) ? $"only \"{first}\" came {until}"
            : $"the reply was \"{first}\"{(isAnswer ? "" : ", which is not HTTP")}";
        return new(_line, came)
        {
            IsCutShort = !IsWhole(reply),
            IsHeld = true,
            IsAnswer = isAnswer,
            Status = isAnswer ? StatusOf(reply) : null,
        };
    }

    private static int? StatusOf(ReadOnlySpan<byte> reply)
    {
        var digits = reply[(reply.IndexOf((byte)' ') + 1)..];
        return digits.Length >= 3 && int.TryParse(digits[..3], NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? status
            : null;
    }
}
