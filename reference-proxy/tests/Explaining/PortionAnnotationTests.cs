using ConformanceKit.ReferenceProxy.Recording;
using static ConformanceKit.ReferenceProxy.Tests.Explaining.Exchange;

namespace ConformanceKit.ReferenceProxy.Tests.Explaining;

/// <summary>What is said about messages that arrive in portions, several at once, or were not kept whole.</summary>
internal sealed class PortionAnnotationTests
{
    [Test]
    public void Heads_and_bodies_may_arrive_in_portions_and_several_at_once()
    {
        var exchange = new Exchange().FromClient("POST http://x/ HTTP/1.1\r\nHost: x\r\nTransfer-Enc")
            .FromClient("oding: chunked\r\n\r\n1");
        Should(exchange, "The client sends POST with the whole URI", "RFC 9112 §3.2.2");
        Should(exchange.FromClient("2\r\n"), "bytes of chunked body", "RFC 9112 §7.1");
        Should(exchange.FromClient("GET http://not/a HTTP/1.1\r\n"[..18] + "\r\n0\r\n\r\nGET http://y/ HTTP/1.1\r\nHost: "
            + "y\r\n\r\n"),
            "bytes of chunked body. The client sends GET", "RFC 9112 §7.1, §3.2.2");
        Should(exchange.FromClient(string.Concat(Enumerable.Repeat("GET http://z/ HTTP/1.1\r\nHost: z\r\n\r\n", 9))),
            "And 5 more messages", "RFC 9112 §3.2.2");
    }

    [Test]
    public void Content_that_was_not_kept_is_counted()
    {
        const string head = "POST http://x/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n";
        var exchange = new Exchange().Lossy(Party.Client, Party.Proxy, head + "abc", head.Length + 60);
        Should(exchange, "60 bytes of content", "RFC 9112 §3.2.2, §6.2");
        Should(exchange.FromClient(new string('x', 40) + "GET http://y/ HTTP/1.1\r\nHost: y\r\n\r\n"),
            "40 bytes of content, framed by Content-Length. The client sends GET", "RFC 9112 §6.2, §3.2.2");
    }

    [Test]
    public void After_chunks_that_were_not_kept_it_is_unknown_what_comes_next()
    {
        const string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        var exchange = new Exchange().FromClient("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n")
            .Lossy(Party.Proxy, Party.Client, head + "4E20\r\nxxx", head.Length + 20008);

        Should(exchange, "20008 bytes of chunked body", "RFC 9110 §15.3.1, RFC 9112 §7.1");
        Should(exchange.ToClient("0\r\n\r\n"), "5 bytes after a part of the body that was not kept", "RFC 9112 §6");
        Should(exchange.ToClient("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"), "404", "RFC 9110 §15.5.5");
        Should(exchange.ToClient("nonsense\r\n"), "does not parse", "RFC 9112 §4");
    }
}
