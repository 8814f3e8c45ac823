using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.UnderTest;

/// <summary>One request that probes whether a proxy answers, or how far it lets a client get.</summary>
/// <param name="sent">What it sends, for people to read.</param>
internal abstract class ProbeRequest(string sent)
{
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
            do
            {
                await socket.SendAsync(NextAfter(reply.AsSpan(0, have)), bound.Token);
                var count = await socket.ReceiveAsync(reply.AsMemory(have), bound.Token);
                if (count == 0)
                    break;
                have += count;
            }
            while (!IsWhole(reply.AsSpan(0, have)));

            return have == 0
                ? new(sent, "the connection was closed without a reply")
                : Came(reply.AsSpan(0, have), "before the connection was closed");
        }
        catch (SocketException) when (have > 0)
        {
            return Came(reply.AsSpan(0, have), "before the connection was reset");
        }
        catch (SocketException error) when (!socket.Connected && error.SocketErrorCode != SocketError.ConnectionReset)
        {
            return new(sent, $"the connection failed ({error.Message})") { IsAccepted = false };
        }
        catch (SocketException)
        {
            return new(sent, "the connection was reset without a reply");
        }
        catch (OperationCanceledException) when (have > 0)
        {
            return Came(reply.AsSpan(0, have), $"within {limit.TotalSeconds:0.#} s");
        }
        catch (OperationCanceledException)
        {
            return socket.Connected
                ? new(sent, $"no reply came within {limit.TotalSeconds:0.#} s") { IsHeld = true }
                : new(sent, $"no connection was established within {limit.TotalSeconds:0.#} s") { IsAccepted = false };
        }
    }

    /// <summary>What to send once so much of the reply has come; empty if there is nothing to send then.</summary>
    protected abstract byte[] NextAfter(ReadOnlySpan<byte> reply);

    /// <summary>Whether enough of the reply has come.</summary>
    protected abstract bool IsWhole(ReadOnlySpan<byte> reply);

    /// <summary>Whether what came is in the listener's protocol.</summary>
    protected abstract bool IsAnswer(ReadOnlySpan<byte> reply);

    /// <summary>What came, as a clause, and what it means.</summary>
    /// <param name="reply">What came.</param>
    /// <param name="until">Why nothing more came.</param>
    protected abstract (string Came, ProbeMeaning Meaning) Read(ReadOnlySpan<byte> reply, string until);

    private ProbeReply Came(ReadOnlySpan<byte> reply, string until)
    {
        var (came, meaning) = Read(reply, until);
        return new(sent, came)
        {
            IsCutShort = !IsWhole(reply),
            IsHeld = true,
            IsAnswer = IsAnswer(reply),
            Meaning = meaning,
        };
    }
}
