using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.Origins;
using ConformanceKit.UnderTest;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.UnderTest;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed partial class ReadyProbeTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n\r\n";
    private static readonly OriginPlace s_place = new(IPAddress.Loopback, "127.0.0.1", AddressV6: null);

    [TestCase("GET http://", Ok, Description = "a proxy that knows only absolute-form")]
    [TestCase("CONNECT ", Ok, Description = "a proxy that knows only CONNECT")]
    [TestCase("GET / ", "HTTP/1.1 400 Bad Request\r\n\r\n", Description = "a proxy that answers origin-form")]
    [TestCase("CONNECT ", "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")]
    [TestCase("GET ", "HTTP/1.1 502 Bad Gateway\r\n\r\n")]
    public async Task Any_reply_to_any_of_three_requests_is_an_answer(string known, string reply)
    {
        foreach (var otherwise in new[] { "", null })
        {
            await using var server = new AskedServer(
                came => came.StartsWith(known, StringComparison.Ordinal) ? reply : otherwise);

            (await ReadyProbe.AnswersAsync(server.EndPoint, s_place, default)).Should().BeTrue();
        }
    }

    [Test]
    public async Task Nobody_is_asked_for_a_name_that_would_have_to_be_resolved()
    {
        await using var server = new AskedServer(_ => "");

        await ReadyProbe.AnswersAsync(server.EndPoint, s_place, default);

        server.Asked.Select(came => Authority().Replace(came, "ORIGIN")).Should().Equal(
            "GET http://ORIGIN/ HTTP/1.1\r\nHost: ORIGIN\r\nConnection: close\r\n\r\n",
            "CONNECT ORIGIN HTTP/1.1\r\nHost: ORIGIN\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: ORIGIN\r\nConnection: close\r\n\r\n");
    }

    [TestCase("HTTP/1.1 200 OK\r\n\r\n", true)]
    [TestCase("HTTP/", true)]
    [TestCase("HTT", false)]
    [TestCase("", false)]
    [TestCase("220 mail.test ESMTP\r\n", false)]
    public async Task Only_an_HTTP_reply_is_an_answer(string reply, bool expected)
    {
        await using var server = new OneReplyServer(Encoding.ASCII.GetBytes(reply));

        (await ReadyProbe.AnswersAsync(server.EndPoint, s_place, default)).Should().Be(expected);
    }

    [TestCase("", false, "the connection was closed without a reply")]
    [TestCase("220 mail.test ESMTP\r\n", true, "the reply was \"220 mail.test ESMTP\", which is not HTTP")]
    public async Task What_came_is_said(string reply, bool held, string came)
    {
        await using var server = new AskedServer(_ => reply);

        var round = await ReadyProbe.WaitAsync(server.EndPoint, s_place, TimeSpan.Zero, default);

        round.Should().Match<ProbeRound>(asked => asked.IsAccepted && asked.IsHeld == held && !asked.IsAnswered);
        Authority().Replace(round.ToString(), "ORIGIN").Should().Be(
            $"for \"GET http://ORIGIN/ HTTP/1.1\" and \"CONNECT ORIGIN HTTP/1.1\" and \"GET / HTTP/1.1\" {came}");
    }

    [TestCase("0000000400000000 00", true, "the reply was SETTINGS")]
    [TestCase("0000060400000000 00 000400000000", true, "the reply was SETTINGS")]
    [TestCase("0000000700000000 00", false,
        "the reply was \"\\x00\\x00\\x00\\x07\\x00\\x00\\x00\\x00\\x00\", which is not HTTP/2")]
    [TestCase("00000004", false, "only 00000004 came before the connection was closed")]
    [TestCase("485454502f312e3120343030", false, "the reply was \"HTTP/1.1 400\", which is not HTTP/2")]
    public async Task A_listener_for_HTTP_2_answers_with_SETTINGS(string reply, bool answered, string came)
    {
        await using var server = new OneReplyServer(Convert.FromHexString(reply.Replace(" ", "", StringComparison.Ordinal)));

        var round = await ReadyProbe.WaitAsync(ListenerNames.H2c, server.EndPoint, s_place, TimeSpan.Zero, default);

        round.IsAnswered.Should().Be(answered);
        round.ToString().Should().Be($"for \"the preface of HTTP/2\" {came}");
    }

    [Test]
    public async Task One_that_keeps_silent_holds_the_connection()
    {
        await using var server = new AskedServer(_ => null);

        var round = await ReadyProbe.WaitAsync(server.EndPoint, s_place, TimeSpan.Zero, default);

        round.Should().Match<ProbeRound>(asked => asked.IsHeld && !asked.IsAnswered);
        round.ToString().Should().EndWith("no reply came within 5 s");
    }

    [Test]
    public async Task A_port_on_which_nobody_listens_takes_no_connection()
    {
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        var round = await ReadyProbe.WaitAsync((IPEndPoint)closed.LocalEndPoint!, s_place, TimeSpan.Zero, default);

        round.Should().Match<ProbeRound>(asked => !asked.IsAccepted && !asked.IsHeld && !asked.IsAnswered);
        round.ToString().Should().Contain("the connection failed");
    }

    [Test]
    public async Task A_proxy_is_asked_until_it_no_longer_answers_with_a_server_error()
    {
        await using var server = new OneReplyServer("HTTP/1.1 500 Cannot find server\r\n\r\n"u8.ToArray());
        var waiting = ReadyProbe.WaitUntilForwardingAsync(
            ListenerNames.Plain, server.EndPoint, s_place, TimeSpan.FromSeconds(30), default);

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

        await ReadyProbe.WaitUntilForwardingAsync(
            ListenerNames.Plain, server.EndPoint, s_place, TimeSpan.FromSeconds(30), default);

        server.Connections.Should().Be(1);
    }

    [Test]
    public async Task One_that_never_stops_answering_with_a_server_error_is_taken_as_it_is()
    {
        await using var server = new OneReplyServer("HTTP/1.1 502 Bad Gateway\r\n\r\n"u8.ToArray());
        var clock = Stopwatch.StartNew();

        await ReadyProbe.WaitUntilForwardingAsync(
            ListenerNames.Plain, server.EndPoint, s_place, TimeSpan.FromMilliseconds(200), default);

        clock.Elapsed.Should().BeGreaterThan(TimeSpan.FromMilliseconds(190));
        server.Connections.Should().BeGreaterThan(1);
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Authority();
}
