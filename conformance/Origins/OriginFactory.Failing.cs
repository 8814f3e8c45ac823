using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <content>Origins that cannot be reached, that end connections or are slow, and origins on well-known ports.</content>
public sealed partial class OriginFactory
{
    /// <summary>
    /// A port that refuses connections (RST). The harness holds it, so that no other process can listen there.
    /// </summary>
    /// <returns>The origin, which never accepts.</returns>
    public Task<Origin> RefusedAsync()
    {
        over.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        var origin = new Origin(place.Host, OriginPort.Bind(place.Address, place.Ports), null);
        transcript.Record("origin", WireEvent.Note, $"port {origin.Port} refuses connections");
        return Made(began, origin);
    }

    /// <summary>
    /// A target that never answers: a listener whose backlog has been filled. The proof is that a connect by the harness gets no
    /// answer within <see cref="Waits.Quiet"/>.
    /// </summary>
    /// <returns>The origin, which never accepts.</returns>
    /// <exception cref="NotApplicableException">This machine answers every connect.</exception>
    public async Task<Origin> BlackHoleAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var origin = await BlackHoleOrigin.FillAsync(place.Host, OriginPort.Bind(place.Address, place.Ports), waits.Quiet, over);
        transcript.Record("origin", WireEvent.Note,
            $"port {origin.Port} does not answer: a test connect got no answer");
        return await Made<Origin>(began, origin);
    }

    /// <summary>
    /// A target that keeps a connect waiting until <see cref="HeldOrigin.Open"/>, with the same proof as
    /// <see cref="BlackHoleAsync"/>; then it accepts, and the scenario reads and writes.
    /// </summary>
    /// <returns>The origin, which does not accept yet.</returns>
    /// <exception cref="NotApplicableException">This machine answers every connect.</exception>
    public async Task<HeldOrigin> HoldAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var socket = OriginPort.Bind(place.Address, place.Ports);
        try
        {
            var fillers = await FullBacklog.FillAsync(socket, waits.Quiet, over);
            var origin = new HeldOrigin(place.Host, socket, fillers, own => new(socket, null, transcript, waits, over, own));
            transcript.Record("origin", WireEvent.Note,
                $"port {origin.Port} does not answer yet: a test connect got no answer");
            return await Made(began, origin);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>An origin that closes each connection gracefully (FIN) at a given moment.</summary>
    /// <param name="when">The moment.</param>
    /// <param name="sends">What it sends first, each character one byte.</param>
    /// <returns>The listening origin.</returns>
    public Task<Origin> ClosingAsync(CloseTiming when, string sends = "") =>
        StartAsync((connection, ending) => UntilAsync(when, sends, connection, ending));

    /// <summary>An origin that resets each connection (RST) at a given moment.</summary>
    /// <param name="when">The moment.</param>
    /// <param name="sends">What it sends first, each character one byte; to the peer, the RST may seem to overtake it.</param>
    /// <returns>The listening origin.</returns>
    public Task<Origin> ResettingAsync(CloseTiming when, string sends = "") => StartAsync(
        async (connection, ending) =>
        {
            await UntilAsync(when, sends, connection, ending);
            connection.Reset();
        });

    /// <summary>An HTTP/1 origin that reads one request and answers in pieces, with a pause before each, then closes.</summary>
    /// <param name="pause">The pause.</param>
    /// <param name="pieces">The raw response in pieces, each character one byte.</param>
    /// <returns>The listening origin.</returns>
    public Task<Origin> SlowAsync(TimeSpan pause, params string[] pieces) => StartAsync(
        async (connection, ending) =>
        {
            if (await connection.NextRequestAsync((_, _) => { }, ending) is not { } request)
                return;
            foreach (var piece in InPieces(ServerReply.To(request, string.Concat(pieces), DateTimeOffset.UtcNow).Text, pieces))
            {
                await Task.Delay(pause, ending);
                if (!await connection.TrySendAsync(piece, ending))
                    return;
            }
        });

    /// <summary>
    /// An origin like that of <see cref="ListenAsync"/>, on a given port. Scenarios that need the same port take turns; one that
    /// needs several ports must take the highest one first, so that no two scenarios block each other.
    /// </summary>
    /// <param name="port">The port.</param>
    /// <param name="script">What it does on each connection; null leaves them to the scenario.</param>
    /// <returns>The listening origin.</returns>
    /// <exception cref="NotApplicableException">This machine does not let the harness listen there.</exception>
    public async Task<Origin> ListenOnAsync(int port, OriginScript? script = null)
    {
        var began = Stopwatch.GetTimestamp();
        Queueing?.Invoke(true);
        var lease = await FixedPort.TakeAsync(new IPEndPoint(place.Address, port), over);
        Queueing?.Invoke(false);
        Socket? socket = null;
        try
        {
            socket = OriginPort.BindTo(place.Address, port);
            var acceptor = new Acceptor(socket, script, transcript, waits, over);
            return await Made<Origin>(began, new FixedPortOrigin(place.Host, socket, acceptor, lease));
        }
        catch (Exception error)
        {
            socket?.Dispose();
            lease.Dispose();

            // If another process has bound the port too, listen may fail although bind succeeded.
            if (error is HarnessException or SocketException)
                throw new NotApplicableException(error.Message);
            throw;
        }
    }

    /// <summary>An origin like that of <see cref="ListenAsync"/> at a given address, which is also its host.</summary>
    /// <param name="address">One of this machine's addresses.</param>
    /// <returns>The listening origin.</returns>
    /// <exception cref="NotApplicableException">This machine does not let the harness listen there.</exception>
    public Task<Origin> ListenAtAsync(IPAddress address)
    {
        over.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        try
        {
            var socket = OriginPort.Bind(address, place.Ports);
            return Made(began, new Origin(address.ToString(), socket, new(socket, null, transcript, waits, over)));
        }
        catch (HarnessException error)
        {
            throw new NotApplicableException(error.Message);
        }
    }

    // What the rules add is in the head, so all pieces after the first are the script's own. If the text does not end with those,
    // it is sent whole.
    private static IEnumerable<string> InPieces(string text, string[] pieces)
    {
        var rest = string.Concat(pieces.Skip(1));
        return text.EndsWith(rest, StringComparison.Ordinal) ? pieces.Skip(1).Prepend(text[..^rest.Length]) : [text];
    }

    private static async Task UntilAsync(CloseTiming when, string sends, WireConnection connection, CancellationToken cancel)
    {
        if (when == CloseTiming.AfterFirstBytes)
            await connection.ReadSomeAsync(Timeout.InfiniteTimeSpan, cancel);
        if (when == CloseTiming.AfterRequest)
            await connection.ReadRequestAsync(Timeout.InfiniteTimeSpan, cancel);
        await connection.SendAsync(sends, cancel);
    }
}
