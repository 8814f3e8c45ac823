using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

internal sealed class MessageReaderTests
{
    private const string Messages =
        "GET http://o/ HTTP/1.1\r\nHost: o\r\n\r\nPOST http://o/ HTTP/1.1\r\nHost: o\r\nTransfer-Encoding: "
        + "chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n";

    [Test]
    public void What_came_in_drops_is_read_as_what_came_at_once()
    {
        var reader = new MessageReader(requests: true);
        var parts = Bytes.Of(Messages).SelectMany(b => reader.Take(new[] { b }, 0, Framing)).ToList();

        parts.OfType<MessagePart.RequestHead>().Select(head => (head.Line.Method, head.Wrong)).Should().Equal(("GET", null),
            ("POST", null));
        parts.Should().NotContain(part => part is MessagePart.Unreadable);
        parts.OfType<MessagePart.Content>().Sum(content => content.Length)
            .Should().Be("5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n".Length);
    }

    [Test]
    public void A_long_line_in_drops_is_not_copied_for_each_of_them()
    {
        long Allocated(int length)
        {
            var bytes = Bytes.Of($"GET http://o/{new string('a', length)}");
            var reader = new MessageReader(requests: true);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var at = 0; at < bytes.Length; at++)
                reader.Take(bytes.AsMemory(at, 1), 0, Framing);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated(10);
        Allocated(20_000).Should().BeLessThan(20 * Allocated(2_000));
    }

    private static BodyFraming? Framing(MessagePart part) =>
        part is MessagePart.RequestHead head ? BodyFraming.OfRequest(head.Line.Version, head.Fields).Value : null;
}
