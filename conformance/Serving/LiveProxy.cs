using System.Net;
using System.Net.Sockets;
using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.Wire;

namespace ConformanceKit.Serving;

/// <summary>A proxy at a fixed address, whose exchanges are written as they happen: one for each connection.</summary>
internal sealed class LiveProxy : IDisposable
{
    /// <summary>The most connections at once; more wait until one of these ends.</summary>
    public const int MostAtOnce = 64;

    private const string Pages = "origin";

    // A client that is gone without a word would keep its place for ever.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly IServed _served;
    private readonly Action<string> _write;
    private readonly TraceLines _trace;
    private readonly Socket _listener;
    private readonly SemaphoreSlim _places = new(MostAtOnce);

    /// <summary>Listens.</summary>
    /// <param name="served">What is served.</param>
    /// <param name="at">Where; port 0 is any free one.</param>
    /// <param name="write">Called with lines to show; may be invoked concurrently.</param>
    /// <exception cref="HarnessException">The port is taken, or not for this user.</exception>
    /// <exception cref="UsageException">The address is not one of this machine.</exception>
    public LiveProxy(IServed served, IPEndPoint at, Action<string> write)
    {
        (_served, _write, _trace) = (served, write, new(write));
        _listener = new(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listener.Bind(at);
            _listener.Listen(512);
            EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        }
        catch (SocketException refused)
        {
            _listener.Dispose();
            throw Explained(refused, at);
        }
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>How many connections there have been.</summary>
    public int Count { get; private set; }

    /// <summary>Serves until it is told to end.</summary>
    /// <param name="stop">Ends it, and whatever is going on.</param>
    /// <returns>Completes when everything has ended.</returns>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                if (!await _places.WaitAsync(TimeSpan.Zero, stop))
                {
                    _write($"{MostAtOnce} connections are open: others wait until one of them ends");
                    await _places.WaitAsync(stop);
                }

                var client = await _listener.AcceptAsync(stop);
                var number = ++Count;
                _ = Task.Run(() => ServeAsync(client, number, stop), CancellationToken.None);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            _listener.Dispose();
            await EndAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    // The place of the connection that was waited for in vain is the loop's own.
    private async Task EndAsync()
    {
        using var patience = new CancellationTokenSource(s_patience);
        for (var places = 1; places < MostAtOnce && !patience.IsCancellationRequested; places++)
            await _places.WaitAsync(patience.Token).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private async Task ServeAsync(Socket client, int number, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        over.CancelAfter(s_longest);
        try
        {
            client.NoDelay = true;
            var tell = _trace.Of(number);
            var transcript = new Transcript(happened =>
            {
                // That the pages are there is no event of the exchange.
                if (happened.Connection != Pages)
                    tell(Exchanges.Of(happened));
            });
            await _served.ServeAsync(client, number, transcript, over.Token);
            foreach (var bulk in transcript.Events.Where(happened => happened is { Length: > 0, Note.Length: > 0 }))
                _write($"#{number} {bulk.Connection}: {bulk.Length} bytes {bulk.Note}, of which the first were shown");
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or IOException)
        {
            if (!stop.IsCancellationRequested)
                _write($"#{number} ended: {(over.IsCancellationRequested ? "it was open for ten minutes" : end.Message)}");
        }
        catch (Exception fault)
        {
            _write($"#{number} failed: {VisibleText.OneLine(fault.Message)}");
        }
        finally
        {
            client.Dispose();
            _places.Release();
        }
    }

    private static Exception Explained(SocketException refused, IPEndPoint at) => refused.SocketErrorCode switch
    {
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => new UsageException(
            $"--listen {at}: {at.Address} is not an address of this machine."),
        SocketError.AddressAlreadyInUse => new HarnessException(
            $"{at} is taken, something else listens there: give another port, or 0 for any that is free (--listen ADDRESS:PORT).",
            refused),
        SocketError.AccessDenied => new HarnessException(
            $"This user may not listen on port {at.Port}: give one above 1023 (--listen ADDRESS:PORT).", refused),
        _ => new HarnessException($"It is not possible to listen on {at}: {refused.Message}.", refused),
    };
}
