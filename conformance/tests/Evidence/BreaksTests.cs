using System.Text;
using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Evidence;

internal sealed class BreaksTests
{
    private static readonly IReadOnlyList<TranscriptEvent> s_evidence =
    [
        Happened("client 1", WireEvent.Opened),
        Happened("client 1", WireEvent.Sent, "GET"),
        Happened("origin 1", WireEvent.Received, "0123456789"),
        Happened("client 1", WireEvent.Received, "abcde"),
        Happened("client 1", WireEvent.Received, "fgh"),
        Happened("client 1", WireEvent.FinReceived),
        Happened("client 1", WireEvent.Note),
    ];

    private static IEnumerable<TestCaseData> Marks()
    {
        yield return Case("bytes of one event", new BytesMark("client 1", 1, 2), new Break(3, 1, 2));
        yield return Case("bytes of two", new BytesMark("client 1", 3, 4), new Break(3, 3, 2), new Break(4, 0, 2));
        yield return Case("bytes of another connection", new BytesMark("origin 1", 9, 1), new Break(2, 9, 1));
        yield return Case("nothing where the connection ended", new BytesMark("client 1", 8, 0), new Break(5, 0, 0));
        yield return Case("nothing after the last bytes", new BytesMark("origin 1", 10, 0), new Break(2, 0, 0));
        yield return Case("an event", new EventMark(6), new Break(6, 0, 0));
    }

    [TestCaseSource(nameof(Marks))]
    public void A_mark_is_found_in_the_evidence(Mark mark, object expected) =>
        Breaks.Of(s_evidence, [mark]).Should().Equal((Break[])expected);

    [Test]
    public void Marks_come_in_the_order_of_the_evidence_and_once() =>
        Breaks.Of(s_evidence, [new EventMark(5), new BytesMark("origin 1", 0, 1), new EventMark(5)])
            .Should().Equal(new Break(2, 0, 1), new Break(5, 0, 0));

    [Test]
    public void Without_a_mark_it_is_the_last_that_the_client_got() =>
        Breaks.Of(s_evidence, []).Should().Equal(new Break(5, 0, 0));

    [Test]
    public void What_is_not_in_the_evidence_is_no_place() =>
        Breaks.Of(s_evidence, [new EventMark(70), new BytesMark("client 2", 0, 4)]).Should().Equal(new Break(5, 0, 0));

    [Test]
    public void Without_evidence_there_is_no_place() => Breaks.Of([], [new EventMark(0)]).Should().BeEmpty();

    [Test]
    public void A_place_beyond_all_bytes_marks_the_event_and_none_of_its_bytes()
    {
        var step = Exchanges.Annotated(s_evidence, [new Break(3, long.MaxValue, (1L << 31) + 1)])[3];

        step.Marked.Should().Equal(int.MaxValue..int.MaxValue);
    }

    private static TestCaseData Case(string name, Mark mark, params Break[] expected) =>
        new TestCaseData(mark, expected).SetArgDisplayNames(name);

    private static TranscriptEvent Happened(string connection, WireEvent kind, string bytes = "") =>
        new(TimeSpan.Zero, connection, kind, bytes.Length, Encoding.Latin1.GetBytes(bytes), "");
}
