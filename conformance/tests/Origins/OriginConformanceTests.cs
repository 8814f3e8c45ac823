using System.Globalization;
using ConformanceKit.Grading;
using ConformanceKit.Origins;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Origins;

/// <summary>
/// Checks the kit's own origins against the rules of RFC 9110 and RFC 9112 for servers: only with origins that follow them is a
/// proxy graded fairly. Each rule is checked for every kind of origin that speaks HTTP.
/// </summary>
internal sealed class OriginConformanceTests : OriginTest
{
    private const string Hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
    private const string Chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\nX-Sum: 5\r\n\r\n";
    private const string Hinted = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Hello;

    // Every kind that answers HTTP; those that always close are left out where the rule is about persistence.
    private static readonly string[] s_kinds = ["http", "delegate", "https", "https-delegate", "websocket", "websocket-tls"];
    private static readonly string[] s_closingKinds = ["closing", "slow"];
    private static readonly string[] s_scriptedKinds = ["http", "delegate", "https", "https-delegate", "closing", "slow"];

    [TestCaseSource(nameof(s_kinds))]
    public async Task After_a_request_that_says_close_it_says_close_and_closes(string kind)
    {
        var client = await AskAsync(kind, Hello, Get("/", "Connection: Keep-Alive, Close"));
        (await client.ReadResponseAsync("GET")).Should().HaveMember("Connection", "close", "RFC 9112 §9.6");
        (await client.ReadToEndAsync()).Should().BeFin().And.HaveBytes("");
    }

    [TestCaseSource(nameof(s_kinds))]
    [TestCaseSource(nameof(s_closingKinds))]
    public async Task After_an_HTTP_1_0_request_it_closes(string kind)
    {
        foreach (var persistence in new[] { "", "Connection: close\r\n", "Connection: keep-alive\r\nContent-Length: "
            + "0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" })
        {
            var client = await AskAsync(kind, Hello, $"GET / HTTP/1.0\r\nHost: a\r\n{persistence}\r\n");
            (await client.ReadResponseAsync("GET")).Should().HaveCompleteBody("RFC 9112 §9.3");
            (await client.ReadToEndAsync()).Should().BeFin().And.HaveBytes("");
        }
    }

    [TestCaseSource(nameof(s_kinds))]
    public async Task After_an_HTTP_1_0_request_that_asks_for_it_it_stays_open_and_says_so(string kind)
    {
        const string request = "GET / HTTP/1.0\r\nHost: a\r\nConnection: Keep-Alive\r\n\r\n";
        var client = await AskAsync(kind, Hello, request + request);
        for (var i = 0; i < 2; i++)
        {
            (await client.ReadResponseAsync("GET")).Should().HaveMember("Connection", "keep-alive",
                "RFC 9112 §9.3, Appendix C.2.2");
        }
    }

    [TestCase("Connection: close", "X-Hop, close")]
    [TestCase("X-Other: 1", "X-Hop")]
    public async Task The_Connection_field_of_the_script_stays_one_line(string fieldLine, string expected)
    {
        var client = await AskAsync("http", "HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nContent-Length: 0\r\n\r\n",
            Get("/", fieldLine));
        (await client.ReadResponseAsync("GET")).Should().HaveSingleField("Connection", expected);
    }

    [TestCaseSource(nameof(s_kinds))]
    public async Task After_any_other_request_it_stays_open_and_answers_in_order(string kind)
    {
        var client = await AskAsync(kind, Hello, Get("/1") + Get("/2") + Post("hi") + Get("/3"));
        for (var i = 0; i < 4; i++)
            (await client.ReadResponseAsync("GET")).Should().HaveCompleteBody();
        (await client.ExpectSilenceAsync()).Should().BeEmpty("RFC 9112 §9.3");
        client.PeerFinished.Should().BeFalse();
    }

    [Test]
    public async Task Pipelined_requests_are_answered_in_their_order()
    {
        var origin = await Origins.HttpAsync(request => $"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{request.Target}");
        var client = await DialAsync(origin);
        await client.SendAsync(Get("/1") + Get("/2") + Get("/3"), Cancel);
        foreach (var target in new[] { "/1", "/2", "/3" })
            (await client.ReadResponseAsync("GET")).Should().HaveBody(target, "RFC 9112 §9.3.2");
    }

    [TestCaseSource(nameof(s_kinds))]
    [TestCaseSource(nameof(s_closingKinds))]
    public async Task Every_final_response_has_the_date(string kind)
    {
        var client = await AskAsync(kind, Hinted, Get("/"));
        var date = (await client.ReadResponseAsync("GET")).Values("Date").Should().ContainSingle("RFC 9110 §6.6.1").Subject;
        DateTimeOffset.ParseExact(date, "r", CultureInfo.InvariantCulture).Should().BeCloseTo(DateTimeOffset.UtcNow,
            TimeSpan.FromMinutes(1));
    }

    [TestCaseSource(nameof(s_scriptedKinds))]
    public async Task Content_has_a_type(string kind)
    {
        foreach (var method in new[] { "GET", "HEAD" })
        {
            var client = await AskAsync(kind, Hello, Requests.Head($"{method} / HTTP/1.1", "Host: a"));
            (await client.ReadResponseAsync(method)).Should().HaveSingleField("Content-Type", "text/plain", "RFC 9110 §8.3");
        }
    }

    [TestCaseSource(nameof(s_scriptedKinds))]
    public async Task What_the_script_says_of_date_and_type_is_kept(string kind)
    {
        var client = await AskAsync(
            kind, "HTTP/1.1 200 OK\r\nDATE: Sun, 06 Nov 1994 08:49:37 GMT\r\ncontent-type: a/b\r\nContent-Length: 2\r\n\r\nok",
            Get("/"));
        var response = await client.ReadResponseAsync("GET");
        response.Should().HaveSingleField("Date", "Sun, 06 Nov 1994 08:49:37 GMT").And.HaveSingleField("Content-Type", "a/b");
    }

    [TestCaseSource(nameof(s_scriptedKinds))]
    public async Task A_response_to_HEAD_ends_with_its_head(string kind)
    {
        var client = await AskAsync(kind, Hello, Requests.Head("HEAD / HTTP/1.1", "Host: a", "Connection: close"));
        (await client.ReadHeadAsync()).Should().HaveSingleField("Content-Length", "5");
        (await client.ReadToEndAsync()).Should().BeFin().And.HaveBytes("", "RFC 9110 §9.3.2");
    }

    [Test]
    public async Task A_204_or_304_ends_with_its_head([ValueSource(nameof(s_scriptedKinds))] string kind,
        [Values(204, 304)] int status)
    {
        var client = await AskAsync(
            kind, $"HTTP/1.1 {status} Without\r\nContent-Length: 5\r\n\r\nhello", Get("/", "Connection: close"));
        var response = await client.ReadHeadAsync();
        (await client.ReadToEndAsync()).Should().BeFin().And.HaveBytes("", "RFC 9110 §15.3.5, §15.4.5");
        response.Should().NotHaveField("Content-Type");
        if (status == 204)
            response.Should().NotHaveField("Content-Length", "RFC 9110 §8.6");
    }

    [TestCaseSource(nameof(s_scriptedKinds))]
    public async Task An_HTTP_1_0_client_gets_no_1xx(string kind)
    {
        var client = await AskAsync(kind, Hinted, "GET / HTTP/1.0\r\n\r\n");
        (await client.ReadHeadAsync()).Should().HaveStatus(200);
    }

    [TestCaseSource(nameof(s_scriptedKinds))]
    public async Task An_HTTP_1_1_client_gets_the_1xx_of_the_script(string kind)
    {
        var client = await AskAsync(kind, Hinted, Get("/"));
        (await client.ReadHeadAsync()).Should().HaveStatus(103).And.NotHaveField("Content-Type");
        (await client.ReadResponseAsync("GET")).Should().HaveBody("hello");
    }

    [TestCaseSource(nameof(s_scriptedKinds))]
    public async Task An_HTTP_1_0_client_gets_no_transfer_coding(string kind)
    {
        var client = await AskAsync(kind, Chunked, "GET / HTTP/1.0\r\n\r\n");
        var response = await client.ReadResponseAsync("GET");
        response.Should().NotHaveField("Transfer-Encoding", "RFC 9112 §6.1").And.NotHaveField("Trailer");
        response.Should().HaveCompleteBody().And.HaveBody("hello");
    }

    [Test]
    public async Task A_chunked_body_that_the_script_cuts_short_does_not_look_complete_to_an_HTTP_1_0_client()
    {
        var client = await AskAsync("closing", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
            "GET / HTTP/1.0\r\n\r\n");
        (await client.ReadResponseAsync("GET")).Should().HaveIncompleteBody("RFC 9112 §8");
    }

    [TestCaseSource(nameof(s_scriptedKinds))]
    public async Task An_HTTP_1_1_client_gets_the_chunks_of_the_script(string kind)
    {
        var client = await AskAsync(kind, Chunked, Get("/"));
        var response = await client.ReadResponseAsync("GET");
        response.BodyEnd.Kind.Should().Be(BodyEndKind.Chunked);
        response.Trailers.Should().ContainSingle();
    }

    [TestCase("HTTP/1.1", "100-continue", true)]
    [TestCase("HTTP/1.1", "100-CONTINUE", true)]
    [TestCase("HTTP/1.1", "something-else", false)]
    [TestCase("HTTP/1.0", "100-continue", false)]
    public async Task It_continues_only_an_HTTP_1_1_client_that_expects_it(string version, string expectation, bool continued)
    {
        foreach (var kind in new[] { "http", "https", "closing", "slow", "websocket" })
        {
            var client = await AskAsync(kind, Hello,
                Requests.Head($"POST / {version}", "Host: a", $"Expect: {expectation}", "Content-Length: 2"));
            if (continued)
                (await client.ReadHeadAsync()).Should().HaveStatus(100);
            else
                (await client.ExpectSilenceAsync()).Should().BeEmpty("RFC 9110 §10.1.1");
            await client.SendAsync("hi", Cancel);
            (await client.ReadHeadAsync()).StatusCode.Should().NotBe(100);
        }
    }

    [TestCase("nonsense\r\n\r\n", 400, Description = "RFC 9112 §3")]
    [TestCase("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400, Description = "RFC 9112 §3")]
    [TestCase("GET / HTTP/1.1\r\n\r\n", 400, Description = "RFC 9112 §3.2")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, Description = "RFC 9112 §3.2")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nX-Odd : b\r\n\r\n", 400, Description = "RFC 9112 §5.1")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5a\r\n\r\nhello", 400, Description = "RFC 9112 §6.3")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400,
        Description = "RFC 9112 §6.3")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400,
        Description = "RFC 9112 §6.3")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n\r\n", 400, Description = "RFC 9112 §7.1")]
    [TestCase("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, Description = "RFC 9110 §15.6.6")]
    [TestCase("GET / HTTP/1.1x\r\nHost: a\r\n\r\n", 400, Description = "RFC 9112 §2.3")]
    public async Task A_malformed_request_is_rejected_and_the_connection_closed(string request, int status)
    {
        foreach (var kind in new[] { "http", "https", "closing", "slow", "websocket" })
        {
            var client = await AskAsync(kind, Hello, request);
            (await client.ReadResponseAsync("GET")).Should().HaveStatus(status).And.HaveField("Date")
                .And.HaveSingleField("Connection", "close");
            (await client.ReadToEndAsync()).Should().HaveBytes("");
        }
    }

    [Test]
    public async Task What_it_rejects_it_has_seen()
    {
        var origin = await Origins.HttpAsync(Hello);
        var client = await DialAsync(origin);
        await client.SendAsync(Get("/") + "GET /b HTTP/1.1\r\n\r\n", Cancel);
        await client.ReadToEndAsync();

        origin.Should().HaveSeenRequests(2);
        origin.Rejected.Should().ContainSingle().Which.Should().HaveTarget("/b");
    }

    [Test]
    public async Task A_request_with_both_framing_fields_is_the_last_one()
    {
        var client = await AskAsync(
            "http", Hello,
            Requests.Head("POST / HTTP/1.1", "Host: a", "Content-Length: 9", "Transfer-Encoding: chunked") + "0\r\n\r\n"
            + Get("/2"));
        (await client.ReadResponseAsync("POST")).Should().HaveStatus(200);
        (await client.ReadToEndAsync()).Should().HaveBytes("", "RFC 9112 §6.3");
    }

    [Test]
    public async Task A_request_that_has_no_Host_is_answered_in_HTTP_1_0()
    {
        var client = await AskAsync("http", Hello, "GET / HTTP/1.0\r\n\r\n");
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);
    }

    private static string Get(string target, params string[] fieldLines) =>
        Requests.Head($"GET {target} HTTP/1.1", ["Host: a", .. fieldLines]);

    private static string Post(string body) =>
        Requests.Head("POST / HTTP/1.1", "Host: a", $"Content-Length: {body.Length}") + body;

    private async Task<WireConnection> AskAsync(string kind, string script, string request)
    {
        Origin origin = kind switch
        {
            "http" => await Origins.HttpAsync(script),
            "delegate" => await Origins.HttpAsync(_ => script),
            "https" => await Origins.HttpsAsync(script),
            "https-delegate" => await Origins.HttpsAsync(_ => script),
            "closing" => await Origins.HttpClosingAsync(script),
            "slow" => await Origins.SlowAsync(TimeSpan.Zero, script[..^5], script[^5..]),
            "websocket" => await Origins.WebSocketAsync(),
            _ => await Origins.WebSocketTlsAsync(),
        };
        var client = await DialAsync(origin);
        if (kind.StartsWith("https", StringComparison.Ordinal) || kind == "websocket-tls")
            client = (await client.TlsAsync("localhost", "http/1.1")).Inside;
        await client.SendAsync(request, Cancel);
        return client;
    }
}
