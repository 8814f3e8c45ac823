using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

/// <summary>Writes an exchange event by event, a millisecond apart.</summary>
internal sealed class Exchange
{
    /// <summary>A request for a tunnel.</summary>
    public const string ConnectHead = "CONNECT x.test:443 HTTP/1.1\r\nHost: x.test:443\r\n\r\n";

    private readonly List<ExchangeEvent> _events = [];

    public IReadOnlyList<AnnotatedEvent> Annotated => Annotator.Annotate(_events);

    public AnnotatedEvent Last => Annotated[^1];

    public Exchange ClientOpens(string name = "client 1") => Add(name, Party.Client, Party.Proxy, ExchangeKind.Opened);

    public Exchange ProxyDials(string name = "origin 1") => Add(name, Party.Proxy, Party.Origin, ExchangeKind.Opened);

    public Exchange FromClient(string bytes, string name = "client 1") => Bytes(name, Party.Client, Party.Proxy, bytes);

    public Exchange ToClient(string bytes, string name = "client 1") => Bytes(name, Party.Proxy, Party.Client, bytes);

    public Exchange ToOrigin(string bytes, string name = "origin 1") => Bytes(name, Party.Proxy, Party.Origin, bytes);

    public Exchange FromOrigin(string bytes, string name = "origin 1") => Bytes(name, Party.Origin, Party.Proxy, bytes);

    public Exchange End(ExchangeKind kind, Party from, Party to) =>
        Add(from == Party.Origin || to == Party.Origin ? "origin 1" : "client 1", from, to, kind);

    public Exchange Fin(string name, Party from, Party to) => Add(name, from, to, ExchangeKind.Finished);

    public Exchange Note(string text)
    {
        _events.Add(new(Next(), "client 1", Party.Client, Party.Client, ExchangeKind.Note, default, 0, text));
        return this;
    }

    /// <summary>An open tunnel.</summary>
    public static Exchange Tunnel() => new Exchange()
        .ClientOpens()
        .FromClient(ConnectHead)
        .ProxyDials()
        .ToClient("HTTP/1.1 200 OK\r\n\r\n");

    /// <summary>What is said about its last event, and under which clause.</summary>
    public static void Should(Exchange exchange, string text, string clause)
    {
        exchange.Last.Text.Should().Contain(text);
        exchange.Last.Clause.Should().Be(clause);
    }

    /// <summary>Bytes of which only the beginning was kept.</summary>
    public Exchange Lossy(Party from, Party to, string kept, long length)
    {
        _events.Add(new(Next(), from == Party.Origin || to == Party.Origin ? "origin 1" : "client 1", from, to,
            ExchangeKind.Bytes, Support.Bytes.Of(kept), length, ""));
        return this;
    }

    private Exchange Bytes(string name, Party from, Party to, string bytes)
    {
        _events.Add(new(Next(), name, from, to, ExchangeKind.Bytes, Support.Bytes.Of(bytes), bytes.Length, ""));
        return this;
    }

    private Exchange Add(string name, Party from, Party to, ExchangeKind kind)
    {
        _events.Add(new(Next(), name, from, to, kind, default, 0, ""));
        return this;
    }

    private TimeSpan Next() => TimeSpan.FromMilliseconds(_events.Count);
}
