using ConformanceKit.Mutants;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Mutants;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class HeadTests
{
    private const string Request = "GET http://o/x HTTP/1.1\r\nHost: o\r\nX: 1\r\nx : 2\r\n\r\n";

    [Test]
    public void What_is_not_edited_stays_as_it_came()
    {
        const string odd = "\r\nGET  x\nHost : o\r\n folded\r\n\r\n";
        Head.Of([.. odd.Select(c => (byte)c)]).ToBytes().Should().Equal([.. odd.Select(c => (byte)c)]);
    }

    [Test]
    public void A_requests_parts()
    {
        var head = new Head(Request);
        (head.Method, head.Target, head.Version, head.IsConnect).Should().Be(("GET", "http://o/x", "HTTP/1.1", false));
        head.Values("X").Should().Equal("1", "2");
        head.Field("host").Should().Be("o");
        head.Field("Y").Should().BeNull();
    }

    [Test]
    public void The_start_line_is_edited_in_its_place()
    {
        var head = new Head("\r\n" + Request) { Method = "CONNECT", Target = "o:1" };
        head.Version = "HTTP/1.0";
        head.Text.Should().Be("\r\nCONNECT o:1 HTTP/1.0\r\nHost: o\r\nX: 1\r\nx : 2\r\n\r\n");
    }

    [Test]
    public void A_responses_status()
    {
        var head = new Head("HTTP/1.1 200 OK\r\n\r\n");
        (head.Status, head.IsSuccessful, head.Version).Should().Be((200, true, "HTTP/1.1"));
        head.Status = 502;
        head.Text.Should().Be("HTTP/1.1 502 \r\n\r\n");
    }

    [Test]
    public void Lines_are_added_replaced_and_removed()
    {
        var head = new Head(Request);
        head.Add("Y: 3");
        head.Set("X", "9");
        head.Set("Z", "4");
        head.Remove("Host");
        head.Text.Should().Be("GET http://o/x HTTP/1.1\r\nX: 9\r\nY: 3\r\nZ: 4\r\n\r\n");
    }
}
