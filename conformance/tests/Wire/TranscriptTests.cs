using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Wire;

internal sealed class TranscriptTests
{
    [Test]
    public void A_bulk_transfer_keeps_few_events_and_its_exact_length()
    {
        var transcript = new Transcript();
        for (var i = 0; i < 1000; i++)
        {
            transcript.Record("client 1", WireEvent.Sent, new byte[65_536]);
            transcript.Record("client 1", WireEvent.Received, new byte[1448]);
        }

        transcript.Record("client 1", WireEvent.Sent, "end"u8);

        transcript.Events.Should().HaveCountLessThanOrEqualTo(Transcript.EventsPerDirection + 2);
        Length(transcript, WireEvent.Sent).Should().Be((65_536 * 1000) + 3);
        Length(transcript, WireEvent.Received).Should().Be(1448 * 1000);
        transcript.Events[0].Note.Should().Be("in 1000 writes");
        transcript.Events[^1].Bytes.ToArray().Should().Equal("end"u8.ToArray(),
            "a small piece after bulk data is a separate message");
    }

    [Test]
    public void Endless_small_pieces_keep_a_bounded_number_of_events()
    {
        var transcript = new Transcript();
        for (var i = 0; i < 10_000; i++)
            transcript.Record("client 1", WireEvent.Sent, "x"u8);

        transcript.Events.Should().HaveCount(Transcript.EventsPerDirection);
        Length(transcript, WireEvent.Sent).Should().Be(10_000);
        transcript.Events[^1].Bytes.Length.Should().Be(Transcript.CapturedBytes);
    }

    [Test]
    public void Small_messages_stay_separate_and_in_order()
    {
        var transcript = new Transcript();
        transcript.Record("client 1", WireEvent.Sent, "a"u8);
        transcript.Record("origin 1", WireEvent.Received, "a"u8);
        transcript.Record("client 1", WireEvent.Sent, "b"u8);
        transcript.Record("client 1", WireEvent.FinSent);

        transcript.Events.Select(e => (e.Connection, e.Kind, e.Length)).Should().Equal(
            ("client 1", WireEvent.Sent, 1L), ("origin 1", WireEvent.Received, 1L),
            ("client 1", WireEvent.Sent, 1L), ("client 1", WireEvent.FinSent, 0L));
        transcript.Events.Select(e => e.At).Should().BeInAscendingOrder();
    }

    private static long Length(Transcript transcript, WireEvent kind) =>
        transcript.Events.Where(e => e.Kind == kind).Sum(e => e.Length);
}
