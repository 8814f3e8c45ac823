using System.Diagnostics;
using System.Net;
using System.Text;
using ConformanceKit.Origins;
using ConformanceKit.Proxies;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Proxies;

[TestFixture, Parallelizable(ParallelScope.All)]
public sealed class ReadyProbeTests
{
    private static readonly OriginPlace Place = new(IPAddress.Loopback, "127.0.0.1", AddressV6: null);

    [Test]
    public async Task A_proxy_is_asked_until_it_no_longer_answers_with_a_server_error()
    {
        await using var server = new OneReplyServer("HTTP/1.1 500 Cannot find server\r\n\r\n"u8.ToArray());
        var waiting = ReadyProbe.WaitUntilForwardingAsync(server.EndPoint, Place, TimeSpan.FromSeconds(30), default);

        await server.AskedAsync(2);
        server.Reply = "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray();

        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [TestCase("HTTP/1.1 200 OK\r\n\r\n")]
    [TestCase("HTTP/1.0 403 Forbidden\r\n\r\n")]
    [TestCase("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")]
    [TestCase("")]
    public async Task Any_other_answer_is_good_enough_at_once(string reply)
    {
        await using var server = new OneReplyServer(Encoding.ASCII.GetBytes(reply));

        await ReadyProbe.WaitUntilForwardingAsync(server.EndPoint, Place, TimeSpan.FromSeconds(30), default);

        server.Connections.Should().Be(1);
    }

    [Test]
    public async Task One_that_never_stops_answering_with_a_server_error_is_taken_as_it_is()
    {
        await using var server = new OneReplyServer("HTTP/1.1 502 Bad Gateway\r\n\r\n"u8.ToArray());
        var clock = Stopwatch.StartNew();

        await ReadyProbe.WaitUntilForwardingAsync(server.EndPoint, Place, TimeSpan.FromMilliseconds(200), default);

        clock.Elapsed.Should().BeGreaterThan(TimeSpan.FromMilliseconds(190));
        server.Connections.Should().BeGreaterThan(1);
    }
}
