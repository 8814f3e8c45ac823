using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy.Tests;

/// <summary>The single rule on whether the client's connection may carry another request (RFC 9112 §9.3).</summary>
internal sealed class ClientTests
{
    [TestCase("GET http://o/ HTTP/1.1", "", true, true)]
    [TestCase("GET http://o/ HTTP/1.1", "Connection: x, Close\r\n", true, false)]
    [TestCase("GET http://o/ HTTP/1.0", "Connection: keep-alive\r\n", true, false)]
    [TestCase("POST http://o/ HTTP/1.1", "Content-Length: 2\r\n", true, true)]
    [TestCase("POST http://o/ HTTP/1.1", "Content-Length: 2\r\n", false, false)]
    [TestCase("CONNECT o:443 HTTP/1.1", "", true, false)]
    public async Task It_may_ask_again(string line, string fields, bool isRead, bool expected)
    {
        using var listener = new Origin();
        using var peer = await Peer.DialAsync(IPEndPoint.Parse(listener.Authority));
        using var accepted = await listener.AcceptAsync();
        using var shutdown = new Shutdown();
        using var client = new Client(new TcpConnection(accepted.Socket, trace: null), new ProxyOptions(), "", trace: null,
            shutdown);
        var request = Parse($"{line}\r\nHost: o\r\n{fields}\r\n");

        client.MayAskAgain(request, isRead).Should().Be(expected);
        if (!isRead)
            client.MayAskAgain(request).Should().BeFalse();

        await shutdown.DrainAsync();
        client.MayAskAgain(request, isRead).Should().BeFalse();
    }

    private static Request Parse(string text)
    {
        var head = new RequestHeadParser(1000, 1000);
        head.Take(Bytes.Of(text));
        return Request.Check(head.Line!, head.Fields).Value;
    }
}
