using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Dialling;

/// <summary>
/// Opens the TCP connection to an origin: resolves, checks, then tries each address in turn, all within one timeout.
/// </summary>
internal sealed class Dialer(
    DestinationPolicy policy, TimeSpan timeout, LookUps lookUps, Func<IPEndPoint, CancellationToken, Task<Socket>> connect)
{
    /// <summary>Connects with a system socket.</summary>
    /// <exception cref="SocketException">The address cannot be reached.</exception>
    /// <exception cref="OperationCanceledException">
    /// <paramref name="cancel"/> was cancelled before there was a connection.
    /// </exception>
    public static async Task<Socket> ConnectAsync(IPEndPoint address, CancellationToken cancel)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var connecting = socket.ConnectAsync(address);
            await connecting.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            // When the time is up, ask the socket itself: a busy machine may have connected it without having reported that yet.
            if (!connecting.IsCompleted && !socket.Poll(0, SelectMode.SelectWrite))
                cancel.ThrowIfCancellationRequested();
            await connecting;
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Returns a connected socket, or why there is none.</summary>
    /// <param name="target">Host and port.</param>
    /// <param name="client">The client that it is for.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was cancelled.</exception>
    public async Task<Parsed<Socket>> DialAsync(Authority target, IPAddress client, CancellationToken cancel)
    {
        var started = Stopwatch.GetTimestamp();

        // 1. Is the target itself refused?
        if (policy.Check(target) is { } denied)
            return denied;

        // 2. Find all addresses of the host.
        var resolved = await ResolveAsync(target.Host, client, cancel);
        if (resolved.Rejected is { } unresolved)
            return unresolved;

        // 3. Try each in turn, with its share of the time that is left; report the last failure.
        RejectionReason? failure = null;
        for (var i = 0; i < resolved.Value.Length; i++)
        {
            var address = resolved.Value[i];
            failure = policy.Check(address, target.Port);
            if (failure is not null)
                continue;

            var share = (timeout - Stopwatch.GetElapsedTime(started)) / (resolved.Value.Length - i);
            var dialled = await ConnectWithinAsync(share, new IPEndPoint(ReachedAddress.Of(address), target.Port), cancel);
            if (dialled.Rejected is null)
                return dialled;
            failure = dialled.Rejected;
        }

        return failure ?? RejectionReason.NameNotResolved;
    }

    private async Task<Parsed<IPAddress[]>> ResolveAsync(string host, IPAddress client, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out var literal))
            return new[] { literal };

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(timeout);
        try
        {
            return await lookUps.OfAsync(host, client, deadline.Token);
        }
        catch (OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return RejectionReason.ResolverTimeout;
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            return RejectionReason.NameNotResolved;
        }
    }

    private async Task<Parsed<Socket>> ConnectWithinAsync(TimeSpan time, IPEndPoint address, CancellationToken cancel)
    {
        if (time <= TimeSpan.Zero)
            return RejectionReason.ConnectionTimeout;

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(time);
        try
        {
            return await connect(address, deadline.Token);
        }
        catch (SocketException failure)
        {
            return ReasonOf(failure.SocketErrorCode);
        }
        catch (OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            return RejectionReason.ConnectionTimeout;
        }
    }

    private static RejectionReason ReasonOf(SocketError error) => error switch
    {
        SocketError.ConnectionRefused or SocketError.ConnectionReset => RejectionReason.ConnectionRefused,
        SocketError.TimedOut => RejectionReason.ConnectionTimeout,
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable => RejectionReason.NoMoreSockets,
        _ => RejectionReason.AddressUnroutable,
    };
}
