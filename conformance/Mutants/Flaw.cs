using ConformanceKit.ReferenceProxy;

namespace ConformanceKit.Mutants;

/// <summary>
/// What is broken in a mutant: changes to the bytes that enter and leave the unmodified reference. A new flaw is created for each
/// client connection, so that its state belongs to that connection. All changes can be combined.
/// </summary>
public sealed partial class Flaw
{
    private readonly Dictionary<Leg, LegFlaw> _legs = Enum.GetValues<Leg>().ToDictionary(leg => leg, _ => new LegFlaw());

    /// <summary>Breaks the TLS with the client.</summary>
    /// <param name="flaw">What is broken.</param>
    public Flaw Tls(TlsFlaw flaw)
    {
        InTls = flaw;
        return this;
    }

    /// <summary>
    /// Gives the flaw to one listener alone. A flaw without this is one of the listeners that speak HTTP/1 in cleartext.
    /// </summary>
    /// <param name="listener">One of <see cref="UnderTest.ListenerNames"/>.</param>
    public Flaw Only(string listener)
    {
        Listener = listener;
        return this;
    }

    /// <summary>
    /// Moves the flaw from the listeners that have it to those that take their place when a case is checked through something
    /// else.
    /// </summary>
    /// <param name="protocol">A key of <see cref="UnderTest.ListenerNames.Through"/>.</param>
    internal Flaw Through(string protocol)
    {
        Protocol = protocol;
        return this;
    }

    /// <summary>Whether the flaw can be moved.</summary>
    /// <param name="protocol">A key of <see cref="UnderTest.ListenerNames.Through"/>.</param>
    internal bool CanBeMoved(string protocol) => Handler is null
        && (Listener is null
            ? !UnderTest.ListenerNames.IsAlternative(protocol)
            : UnderTest.ListenerNames.Through[protocol].ContainsKey(Listener));

    /// <summary>Whether a listener has the flaw. What is no proxy at all is none anywhere.</summary>
    /// <param name="listener">The listener.</param>
    internal bool IsOn(string listener)
    {
        if (Handler is not null)
            return true;
        if (Protocol is { } protocol)
        {
            var places = UnderTest.ListenerNames.Through[protocol];
            return Listener is null ? places.Values.Contains(listener) : places[Listener] == listener;
        }

        return IsEverywhere || (Listener is null ? UnderTest.ListenerNames.SpeaksHttp1(listener) : Listener == listener);
    }

    /// <summary>Gives the flaw to every listener, whatever clients speak to it.</summary>
    internal Flaw Everywhere()
    {
        IsEverywhere = true;
        return this;
    }

    private bool IsEverywhere { get; set; }

    /// <summary>Handles the client's connection in place of the reference, if not null.</summary>
    internal Func<System.Net.Sockets.Socket, CancellationToken, Task>? Handler { get; private set; }

    /// <summary>What the client speaks where the flaw has been moved to, or null.</summary>
    internal string? Protocol { get; private set; }

    /// <summary>The one listener that has the flaw, or null for every one that speaks HTTP in cleartext.</summary>
    internal string? Listener { get; private set; }

    /// <summary>What is broken in the TLS with the client, where a listener has it.</summary>
    internal TlsFlaw InTls { get; private set; } = new();

    /// <summary>Changes the reference's options.</summary>
    internal Func<ProxyOptions, ProxyOptions> Change { get; private set; } = static options => options;

    /// <summary>Whether any leg has to be split into messages, for which every request must be known.</summary>
    internal bool HasMessages => _legs.Values.Any(leg => leg.HasMessages);

    /// <summary>Whether the flaw needs to sit between the reference and the origin.</summary>
    internal bool HasOriginSide => !_legs[Leg.ToOrigin].IsEmpty || !_legs[Leg.FromOrigin].IsEmpty;

    /// <summary>Changes heads on a leg, one after the other, including 1xx responses.</summary>
    /// <param name="leg">Which leg.</param>
    /// <param name="edit">Changes the head; it may wait, and send something to the client meanwhile.</param>
    public Flaw Heads(Leg leg, Func<Head, Exchange, Task> edit)
    {
        _legs[leg].Heads.Add(edit);
        return this;
    }

    /// <summary>Changes the request's head before the reference sees it, to make a mutant too lenient, or deaf.</summary>
    /// <param name="edit">Changes the head.</param>
    public Flaw Request(Action<Head> edit) => Heads(Leg.FromClient, Sync((head, _) => edit(head)));

    /// <summary>Ends the whole program at a request: its listeners and all its connections are gone at once.</summary>
    /// <param name="isLast">Whether the request ends it.</param>
    public Flaw EndsAt(Func<Head, bool> isLast) => Request(head =>
    {
        if (!isLast(head))
            return;
        EndProgram();
        head.Text = "";
    });

    /// <summary>Ends the program that has the flaw.</summary>
    internal Action EndProgram { get; set; } = static () => { };

    /// <summary>Changes the heads of responses to the client, including the proxy's own and 1xx responses.</summary>
    /// <param name="edit">Changes the head.</param>
    public Flaw Response(Action<Head> edit) => Heads(Leg.ToClient, Sync((head, _) => edit(head)));

    /// <summary>Changes the heads of responses to the client.</summary>
    /// <param name="edit">Changes the head, knowing which request it answers.</param>
    public Flaw Response(Action<Head, Exchange> edit) => Heads(Leg.ToClient, Sync(edit));

    /// <summary>Changes the head of a forwarded request.</summary>
    /// <param name="edit">Changes the head.</param>
    public Flaw Forwarded(Action<Head> edit) => Heads(Leg.ToOrigin, Sync((head, _) => edit(head)));

    /// <summary>Changes the head of a forwarded request.</summary>
    /// <param name="edit">Changes the head, knowing what the client sent.</param>
    public Flaw Forwarded(Action<Head, Exchange> edit) => Heads(Leg.ToOrigin, Sync(edit));

    /// <summary>Changes the heads of the origin's responses before the reference sees them.</summary>
    /// <param name="edit">Changes the head.</param>
    public Flaw OriginResponse(Action<Head> edit) => Heads(Leg.FromOrigin, Sync((head, _) => edit(head)));

    /// <summary>Answers requests in place of the reference, which then does not see them.</summary>
    /// <param name="answer">Returns the whole response, or null to let the request pass. A response with
    /// <c>Connection: close</c> is followed by FIN.</param>
    public Flaw Answer(Func<Head, string?> answer) => Heads(Leg.FromClient, async (head, exchange) =>
    {
        if (head.Text.Length == 0 || answer(head) is not { } response)
            return;
        head.Text = "";
        await exchange.Client.SendAsync(System.Text.Encoding.Latin1.GetBytes(response));
        if (response.Contains("Connection: close\r\n", StringComparison.OrdinalIgnoreCase))
            await exchange.Client.FinishAsync();
    });

    /// <summary>Changes the bytes of bodies as they pass, including chunked framing.</summary>
    /// <param name="leg">Which leg.</param>
    /// <param name="edit">Returns what is passed on instead, or empty for nothing.</param>
    public Flaw BodyBytes(Leg leg, Func<byte[], byte[]> edit)
    {
        _legs[leg].Body.Add(Filters.Bytes(bytes => Task.FromResult(edit(bytes))));
        return this;
    }

    /// <summary>Changes the bytes of a tunnel as they pass.</summary>
    /// <param name="leg">Which leg.</param>
    /// <param name="edit">Returns what is passed on instead, or empty for nothing.</param>
    public Flaw TunnelBytes(Leg leg, Func<byte[], byte[]> edit) =>
        Tunnel(leg, Filters.Bytes(bytes => Task.FromResult(edit(bytes))));

    /// <summary>
    /// Puts a filter on a leg once it is a tunnel: after a CONNECT from the client, and after a 2xx or 101 to the client.
    /// </summary>
    /// <param name="leg">Which leg.</param>
    /// <param name="filter">Creates the filter, for instance <see cref="Filters.ResetAsFin"/>.</param>
    public Flaw Tunnel(Leg leg, Func<ByteSink, ByteSink> filter)
    {
        _legs[leg].Tunnel.Add(filter);
        return this;
    }

    /// <summary>Puts a filter on an entire leg, before anything else sees the bytes.</summary>
    /// <param name="leg">Which leg.</param>
    /// <param name="filter">Creates the filter, for instance <see cref="Filters.SwallowFin"/>.</param>
    public Flaw Filter(Leg leg, Func<ByteSink, ByteSink> filter)
    {
        _legs[leg].Whole.Add(filter);
        return this;
    }

    /// <summary>Changes all bytes of a leg, whatever they are.</summary>
    /// <param name="leg">Which leg.</param>
    /// <param name="edit">Returns what is passed on instead, or empty for nothing; it may wait.</param>
    public Flaw Bytes(Leg leg, Func<byte[], Task<byte[]>> edit) => Filter(leg, Filters.Bytes(edit));

    /// <summary>Sets options of the reference.</summary>
    /// <param name="change">Returns the changed options.</param>
    public Flaw Options(Func<ProxyOptions, ProxyOptions> change)
    {
        var before = Change;
        Change = options => change(before(options));
        return this;
    }

    /// <summary>Handles the client's connection in place of the reference. It is closed when the handler ends.</summary>
    /// <param name="handler">Handles the accepted connection.</param>
    public Flaw Instead(Func<System.Net.Sockets.Socket, CancellationToken, Task> handler)
    {
        Handler = handler;
        return this;
    }

    internal LegFlaw On(Leg leg) => _legs[leg];

    private static Func<Head, Exchange, Task> Sync(Action<Head, Exchange> edit) => (head, exchange) =>
    {
        edit(head, exchange);
        return Task.CompletedTask;
    };
}
