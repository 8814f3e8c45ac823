using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>
/// Records the exchange of one client connection: passes every event to <paramref name="sink"/>, one at a time, in time order. A
/// bulk transfer becomes one event for its first piece and, once it is over, one event for the rest.
/// </summary>
/// <param name="sink">Called with each event.</param>
/// <param name="readers">
/// Makes what divides a connection with a client into parts: what comes from the client, and what is sent to it.
/// </param>
internal sealed class Tracer(
    Action<ExchangeEvent> sink, Func<(IPartReader FromClient, IPartReader ToClient)>? readers = null)
{
    private readonly Lock _gate = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly List<TracedDirection> _bulks = [];
    private int _origins;

    /// <summary>Records the client's connection, which has just been accepted.</summary>
    public TracedConnection Client() => Opened("client 1", Party.Client, Party.Client, Party.Proxy);

    /// <summary>Records a connection to an origin, which has just been established.</summary>
    public TracedConnection Origin() =>
        Opened($"origin {Interlocked.Increment(ref _origins)}", Party.Origin, Party.Proxy, Party.Origin);

    /// <summary>Records what the proxy does that is not visible on the wire.</summary>
    public void Note(string text) => Tell("proxy", Party.Proxy, Party.Proxy, ExchangeKind.Note, text);

    /// <summary>Records an event without bytes.</summary>
    public void Tell(string connection, Party from, Party to, ExchangeKind kind, string note = "")
    {
        lock (_gate)
        {
            EndBulks();
            sink(new(Stopwatch.GetElapsedTime(_started), connection, from, to, kind, default, 0, note));
        }
    }

    /// <summary>Records bytes that go over a connection in one direction.</summary>
    public void Tell(TracedDirection direction, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            foreach (var part in direction.Parts(bytes))
                Tell(direction, part);
        }
    }

    /// <summary>Records what has been kept back, because nothing more goes in that direction.</summary>
    public void TellRest(TracedDirection direction)
    {
        lock (_gate)
        {
            foreach (var part in direction.Rest())
                Tell(direction, part);
        }
    }

    /// <summary>What divides another connection with the client into parts.</summary>
    public (IPartReader FromClient, IPartReader ToClient)? NewReaders() => readers?.Invoke();

    private void Tell(TracedDirection direction, Part part)
    {
        if (direction.Takes(part))
        {
            if (!_bulks.Contains(direction))
                _bulks.Add(direction);
            return;
        }

        EndBulks();
        sink(direction.Event(Stopwatch.GetElapsedTime(_started), part));
    }

    private void EndBulks()
    {
        foreach (var bulk in _bulks)
            sink(bulk.EndBulk(Stopwatch.GetElapsedTime(_started)));
        _bulks.Clear();
    }

    private TracedConnection Opened(string name, Party far, Party from, Party to)
    {
        Tell(name, from, to, ExchangeKind.Opened);
        return new TracedConnection(this, name, far);
    }
}
