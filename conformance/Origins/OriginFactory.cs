using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.ExceptionServices;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>Creates the origins of one scenario, each on its own port, and disposes them with itself.</summary>
/// <param name="place">Where they listen.</param>
/// <param name="transcript">Where everything is recorded.</param>
/// <param name="waits">The time limits of all waits.</param>
/// <param name="over">The scenario's end, which ends every wait for its origins and on their connections.</param>
public sealed partial class OriginFactory(OriginPlace place, Transcript transcript, Waits waits, CancellationToken over = default)
    : IAsyncDisposable
{
    private readonly ConcurrentQueue<Origin> _origins = [];

    /// <summary>
    /// Called when a scenario begins (true) and stops (false) waiting for a port that another scenario holds: that time does not
    /// count as its own.
    /// </summary>
    internal Action<bool>? Queueing { get; set; }

    /// <summary>
    /// Throws if an origin's script failed through no fault of the proxy. The proxy's faults there are for the scenario to check,
    /// see <see cref="Origin.FinishedAsync"/>.
    /// </summary>
    /// <exception cref="HarnessException">A script failed.</exception>
    public void ThrowIfFaulted()
    {
        var fault = _origins.SelectMany(origin => origin.Faults).FirstOrDefault(fault => fault is HarnessException);
        if (fault is not null)
            ExceptionDispatchInfo.Throw(fault);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var origin in _origins)
            await origin.DisposeAsync();
    }

    /// <summary>
    /// An origin that accepts connections, on which the scenario reads and writes (<see cref="Origin.NextConnectionAsync"/>).
    /// </summary>
    /// <returns>The listening origin.</returns>
    public Task<Origin> ListenAsync() => StartAsync(null);

    /// <summary>
    /// The same, known by a name: if origins listen on a loopback address, this one is at 127.0.0.1 and its name is
    /// <c>localhost</c>. An empty host means that address too.
    /// </summary>
    /// <returns>The listening origin.</returns>
    public Task<Origin> ListenNamedAsync() => StartNamedAsync(null);

    /// <summary>The same on IPv6, known by its address.</summary>
    /// <returns>The listening origin.</returns>
    /// <exception cref="NotApplicableException">There is no IPv6 between the proxy and this machine.</exception>
    public Task<Origin> ListenV6Async() => StartV6Async(null);

    /// <summary>An origin that echoes whatever it receives, and closes after the peer's FIN.</summary>
    /// <returns>The listening origin.</returns>
    public Task<Origin> EchoAsync() => StartAsync(Scripts.EchoAsync);

    /// <summary>The same, known by a name as with <see cref="ListenNamedAsync"/>.</summary>
    /// <returns>The listening origin.</returns>
    public Task<Origin> EchoNamedAsync() => StartNamedAsync(Scripts.EchoAsync);

    /// <summary>The same on IPv6, known by its address.</summary>
    /// <returns>The listening origin.</returns>
    /// <exception cref="NotApplicableException">There is no IPv6 between the proxy and this machine.</exception>
    public Task<Origin> EchoV6Async() => StartV6Async(Scripts.EchoAsync);

    /// <summary>An origin that runs the scenario's script on each connection.</summary>
    /// <param name="script">What to do; what it throws ends up in <see cref="Origin.Faults"/>.</param>
    /// <returns>The listening origin.</returns>
    public Task<Origin> ServeAsync(OriginScript script) => StartAsync(script);

    /// <summary>
    /// An HTTP/1 origin that answers with these raw responses in order, and repeats the last one. It sends them as a conformant
    /// server would: with Date and Content-Type, to HTTP/1.0 without 1xx and chunks, to HEAD without a body; and it closes the
    /// connection after a request that has <c>close</c> or is HTTP/1.0.
    /// </summary>
    /// <param name="rawResponses">
    /// The responses, each character one byte. The connection is also closed after one that has <c>Connection: close</c>, that
    /// has no other end, or that stops short of its Content-Length.
    /// </param>
    /// <returns>The listening origin.</returns>
    public Task<HttpOrigin> HttpAsync(params string[] rawResponses) =>
        HttpAsync(HttpScript.InOrder(rawResponses));

    /// <summary>The same, but it closes the connection after every response, whatever the response says.</summary>
    /// <param name="rawResponses">The responses, each character one byte; an empty one closes without a response.</param>
    /// <returns>The listening origin.</returns>
    public Task<HttpOrigin> HttpClosingAsync(params string[] rawResponses) =>
        StartHttpAsync(new(HttpScript.InOrder(rawResponses), waits, closeAfter: true), null);

    /// <summary>An HTTP/1 origin that computes each response from its request.</summary>
    /// <param name="answer">Maps the request to the raw response, each character one byte; may be called concurrently.</param>
    /// <returns>The listening origin.</returns>
    public Task<HttpOrigin> HttpAsync(Func<WireRequest, string> answer) =>
        StartHttpAsync(new(answer, waits), null);

    /// <summary>
    /// The same, but with exactly these bytes, for rows about an origin that breaks the rules: nothing is added, left out or
    /// decoded. The connection ends where a conformant server would end it.
    /// </summary>
    /// <param name="rawResponses">The responses, each character one byte.</param>
    /// <returns>The listening origin.</returns>
    public Task<HttpOrigin> HttpExactlyAsync(params string[] rawResponses) =>
        HttpExactlyAsync(HttpScript.InOrder(rawResponses));

    /// <summary>The same, but each response is computed from its request.</summary>
    /// <param name="answer">Maps the request to the raw response, each character one byte; may be called concurrently.</param>
    /// <returns>The listening origin.</returns>
    public Task<HttpOrigin> HttpExactlyAsync(Func<WireRequest, string> answer) =>
        StartHttpAsync(new(answer, waits, isExact: true), null);

    /// <summary>The same, with exactly these bytes, but the connection ends after each response.</summary>
    /// <param name="rawResponses">The responses in order; the last one is repeated.</param>
    /// <returns>The origin.</returns>
    public Task<HttpOrigin> HttpExactlyClosingAsync(params string[] rawResponses) =>
        StartHttpAsync(new(HttpScript.InOrder(rawResponses), waits, closeAfter: true, isExact: true), null);

    private Task<Origin> StartAsync(OriginScript? script) => StartAsync(script, null);

    private Task<Origin> StartAsync(OriginScript? script, IReadOnlyList<string>? alpn)
    {
        over.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        var tls = Layer(alpn);
        var socket = OriginPort.Bind(place.Address, place.Ports);
        return Made(began, new Origin(place.Host, socket, new(socket, Layered(script, tls), transcript, waits, over), tls));
    }

    private Task<Origin> StartNamedAsync(OriginScript? script)
    {
        if (!IPAddress.IsLoopback(place.Address))
            return StartAsync(script);
        over.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        var socket = OriginPort.Bind(IPAddress.Loopback, place.Ports);
        return Made(began, new Origin("localhost", socket, new(socket, script, transcript, waits, over)));
    }

    private Task<Origin> StartV6Async(OriginScript? script)
    {
        over.ThrowIfCancellationRequested();
        if (place.AddressV6 is not { } address)
            throw new NotApplicableException("There is no IPv6 between the proxy and this machine.");
        var began = Stopwatch.GetTimestamp();
        var socket = OriginPort.Bind(address, place.Ports);
        return Made(began, new Origin(address.ToString(), socket, new(socket, script, transcript, waits, over)));
    }

    private Task<HttpOrigin> StartHttpAsync(HttpScript script, IReadOnlyList<string>? alpn, bool isForeign = false)
    {
        over.ThrowIfCancellationRequested();
        var began = Stopwatch.GetTimestamp();
        var tls = Layer(alpn, isForeign);
        var socket = OriginPort.Bind(place.Address, place.Ports);
        var acceptor = new Acceptor(socket, Layered(script.RunAsync, tls), transcript, waits, over);
        return Made(began, new HttpOrigin(place.Host, socket, acceptor, script, tls));
    }

    private Task<T> Made<T>(long began, T origin)
        where T : Origin
    {
        _origins.Enqueue(origin);
        transcript.Uses.AddSince(TimeUse.Origins, began);
        return Task.FromResult(origin);
    }

    private TlsLayer? Layer(IReadOnlyList<string>? alpn, bool isForeign = false) =>
        alpn is null ? null : new(place.Host, alpn, isForeign);

    private static OriginScript? Layered(OriginScript? script, TlsLayer? tls) =>
        tls is null || script is null ? script : tls.Around(script);
}
