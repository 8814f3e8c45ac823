using ConformanceKit.Evidence;
using ConformanceKit.ReferenceProxy.Recording;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class ExchangesTests
{
    [TestCase("proxy", WireEvent.Note, ExchangeKind.Note, Party.Proxy, Party.Proxy)]
    [TestCase("client 1", WireEvent.Opened, ExchangeKind.Opened, Party.Client, Party.Proxy)]
    [TestCase("client 1", WireEvent.Sent, ExchangeKind.Bytes, Party.Client, Party.Proxy)]
    [TestCase("client 1 (tls)", WireEvent.Received, ExchangeKind.Bytes, Party.Proxy, Party.Client)]
    [TestCase("client 2", WireEvent.FinSent, ExchangeKind.Finished, Party.Client, Party.Proxy)]
    [TestCase("client 2", WireEvent.ResetReceived, ExchangeKind.Reset, Party.Proxy, Party.Client)]
    [TestCase("origin 1", WireEvent.Opened, ExchangeKind.Opened, Party.Proxy, Party.Origin)]
    [TestCase("origin 1", WireEvent.Sent, ExchangeKind.Bytes, Party.Origin, Party.Proxy)]
    [TestCase("origin 1 (tls)", WireEvent.Received, ExchangeKind.Bytes, Party.Proxy, Party.Origin)]
    [TestCase("origin 1", WireEvent.FinReceived, ExchangeKind.Finished, Party.Proxy, Party.Origin)]
    [TestCase("origin 1", WireEvent.ResetSent, ExchangeKind.Reset, Party.Origin, Party.Proxy)]
    [TestCase("origin", WireEvent.Note, ExchangeKind.Note, Party.Origin, Party.Origin)]
    [TestCase("harness", WireEvent.Note, ExchangeKind.Note, Party.Client, Party.Client)]
    public void What_the_harness_saw_at_its_end_is_told_as_who_said_what_to_whom(
        string connection, WireEvent what, object kind, object from, object to)
    {
        var happened = Exchanges.Of(
            [new TranscriptEvent(TimeSpan.FromMilliseconds(1.5), connection, what, 0, default, "a remark")]).Single();

        (happened.Kind, happened.From, happened.To).Should().Be(((ExchangeKind)kind, (Party)from, (Party)to));
        happened.At.Should().Be(TimeSpan.FromMilliseconds(1.5));
        happened.Connection.Should().Be(connection);
    }

    [TestCase("proxy 1", WireEvent.Received, "client 1", Party.Client, Party.Proxy)]
    [TestCase("proxy 2 (tls)", WireEvent.Sent, "client 2 (tls)", Party.Proxy, Party.Client)]
    public void A_connection_that_the_scripted_proxy_recorded_is_the_clients(
        string connection, WireEvent what, string shown, object from, object to)
    {
        var happened = Exchanges.Of(new TranscriptEvent(TimeSpan.Zero, connection, what, 1, new byte[1], ""));

        (happened.Connection, happened.From, happened.To).Should().Be((shown, (Party)from, (Party)to));
    }

    [Test]
    public void The_ladder_has_the_bytes_the_meaning_and_the_remarks()
    {
        var lines = Exchanges.Ladder(SampleReport.Build().Proxies[0].Scenarios[0].Evidence, linesPerEvent: 5).ToList();

        lines.Should().Equal(
            "       ms  client                       proxy                        origin",
            "      1.0  |- client 1: 16 bytes ------>|                            |",
            "           Part of a request head. [RFC 9112 §2.2]",
            @"             GET / HTTP/1.1\r\n",
            "      2.0  |                            |- origin 1: 5000 bytes ---->|",
            "           The tunnel delivers 5000 bytes to the origin (in 3 reads).",
            "           [RFC 9110 §9.3.6]",
            @"             \x00\xFF\\",
            "             ... 4997 bytes not kept",
            "      3.0  |<- client 1: RST -----------|                            |",
            "           The proxy aborts the connection (RST): what was in flight is lost.",
            "           [RFC 9293 §3.5.3]",
            "      4.0  · origin 1: TLS: no ALPN");
    }

    [Test]
    public void Bytes_that_are_not_text_stay_what_they_are()
    {
        var happened = Exchanges.Of(SampleReport.Build().Proxies[0].Scenarios[0].Evidence)[1];

        happened.Bytes.ToArray().Should().Equal(0, 0xFF, (byte)'\\');
        happened.Length.Should().Be(5000);
        happened.Note.Should().Be("in 3 reads");
    }
}
