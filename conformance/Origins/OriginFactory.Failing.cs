using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <content>Origins that cannot be reached, that end connections, or that take their time; and origins on well-known
/// ports.</content>
public sealed partial class OriginFactory
{
    /// <summary>
    /// A port that refuses connections (RST). It is held by the harness, so that nobody else comes to listen there.
    /// </summary>
    /// <returns>The origin, which never accepts.</returns>
    public Task<Origin> RefusedAsync()
    {
        over.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        var origin = new Origin(place.Host, OriginPort.Bind(place.Address), null);
        transcript.Record("origin", WireEvent.Note, $"port {origin.Port} refuses connections");
        return Made(began, origin);
    }

    /// <summary>
    /// A target that never answers: a listener whose backlog has been filled, proven by a connect of the harness that gets no
    /// answer within <see cref="Waits.Quiet"/>.
    /// </summary>
    /// <returns>The origin, which never accepts.</returns>
    /// <exception cref="NotApplicableException">It cannot be proven on this machine.</exception>
    public async Task<Origin> BlackHoleAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var origin = await BlackHoleOrigin.FillAsync(place.Host, OriginPort.Bind(place.Address), waits.Quiet, over);
        transcript.Record("origin", WireEvent.Note,
            $"port {origin.Port} answers nothing, proven by a connect that got no answer");
        return await Made<Origin>(began, origin);
    }

    /// <summary>
    /// A target that lets a connect wait until <see cref="HeldOrigin.Open"/>, proven as with <see cref="BlackHoleAsync"/>; then
    /// it accepts, and leaves the talking to the scenario.
    /// </summary>
    /// <returns>The origin, which does not accept yet.</returns>
    /// <exception cref="NotApplicableException">It cannot be proven on this machine.</exception>
    public async Task<HeldOrigin> HoldAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var socket = OriginPort.Bind(place.Address);
        try
        {
            var fillers = await FullBacklog.FillAsync(socket, waits.Quiet, over);
            var origin = new HeldOrigin(place.Host, socket, fillers, own => new(socket, null, transcript, waits, over, own));
            transcript.Record("origin", WireEvent.Note,
                $"port {origin.Port} answers nothing yet, proven by a connect that got no answer");
            return await Made(began, origin);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>An origin that closes each connection in order (FIN) at a moment.</summary>
    /// <param name="when">The moment.</param>
    /// <param name="sends">What it sends before, each character one byte.</param>
    /// <returns>The listening origin.</returns>
    public Task<Origin> ClosingAsync(CloseTiming when, string sends = "") =>
        StartAsync((connection, ending) => UntilAsync(when, sends, connection, ending));

    /// <summary>An origin that resets each connection (RST) at a moment.</summary>
    /// <param name="when">The moment.</param>
    /// <param name="sends">What it sends before, each character one byte; the RST may overtake it in the peer's eyes.</param>
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
    /// needs several takes the higher one first.
    /// </summary>
    /// <param name="port">The port.</param>
    /// <param name="script">What it does on each connection; without one the scenario speaks on them.</param>
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

            // A port that another process has bound too may be lost only when it is listened on.
            if (error is HarnessException or SocketException)
                throw new NotApplicableException(error.Message);
            throw;
        }
    }

    /// <summary>An origin like that of <see cref="ListenAsync"/> at a given address, known by it.</summary>
    /// <param name="address">One of this machine's addresses.</param>
    /// <returns>The listening origin.</returns>
    /// <exception cref="NotApplicableException">This machine does not let the harness listen there.</exception>
    public Task<Origin> ListenAtAsync(IPAddress address)
    {
        over.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        try
        {
            var socket = OriginPort.Bind(address);
            return Made(began, new Origin(address.ToString(), socket, new(socket, null, transcript, waits, over)));
        }
        catch (HarnessException error)
        {
            throw new NotApplicableException(error.Message);
        }
    }

    // What the rules added stands in the head, so the pieces are the script's from behind; whole where there is nothing to keep
    // apart.
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
