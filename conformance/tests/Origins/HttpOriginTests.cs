using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Origins;

internal sealed class HttpOriginTests : OriginTest
{
    private const string One = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none";
    private const string Two = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo";

    [Test]
    public async Task A_body_that_is_withheld_for_100_Continue_is_asked_for()
    {
        var origin = await Origins.HttpAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var client = await DialAsync(origin);

        await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n", Cancel);
        (await client.ReadHeadAsync()).Should().HaveStatus(100);
        await client.SendAsync("body", Cancel);

        (await client.ReadResponseAsync("POST")).Should().HaveStatus(200);
        origin.Requests.Should().ContainSingle().Which.Should().HaveBody("body");
    }

    [Test]
    public async Task Responses_come_in_order_and_the_last_one_again()
    {
        var origin = await Origins.HttpAsync(One, Two);
        var client = await DialAsync(origin);
        await client.SendAsync(
            "GET /a HTTP/1.1\r\nHost: a\r\n\r\nPOST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhiGET /c "
            + "HTTP/1.1\r\nHost: a\r\n\r\n", Cancel);

        foreach (var body in new[] { "one", "two", "two" })
            (await client.ReadResponseAsync("GET")).Should().HaveBody(body);
        origin.Requests.Select(request => request.RawRequestLine).Should().Equal("GET /a HTTP/1.1", "POST /b HTTP/1.1",
            "GET /c HTTP/1.1");
        origin.Requests[1].Should().HaveBody("hi");
        (await origin.NextRequestAsync(Cancel)).Should().HaveTarget("/a");
        (await origin.NextRequestAsync(Cancel)).Should().HaveTarget("/b");
        origin.Should().HaveSeenRequests(3);
        (await client.ExpectSilenceAsync()).Should().BeEmpty();
        client.PeerFinished.Should().BeFalse("the connection is persistent");
    }

    [TestCase("HTTP/1.1 200 OK\r\n\r\nuntil close", BodyEndKind.Close)]
    [TestCase("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", BodyEndKind.Length)]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nok", BodyEndKind.Incomplete)]
    [TestCase("HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\nuntil close", BodyEndKind.Close)]
    public async Task A_response_that_only_makes_sense_with_a_close_closes(string response, BodyEndKind end)
    {
        var client = await DialAsync(await Origins.HttpAsync(response));
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Cancel);

        (await client.ReadResponseAsync("GET")).BodyEnd.Kind.Should().Be(end);
        (await client.ReadToEndAsync()).Should().BeFin();
    }

    [Test]
    public async Task A_closing_origin_closes_even_without_a_response()
    {
        var origin = await Origins.HttpClosingAsync("", One);
        var first = await DialAsync(origin);
        await first.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Cancel);
        (await first.ReadToEndAsync()).Should().BeFin().And.HaveBytes("");

        var second = await DialAsync(origin);
        await second.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n", Cancel);
        (await second.ReadResponseAsync("GET")).Should().HaveBody("one");
        (await second.ReadToEndAsync()).Should().BeFin().And.HaveBytes("");
    }

    [Test]
    public async Task An_exact_script_is_sent_as_it_is()
    {
        const string broken =
            "HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nmore";
        var client = await DialAsync(await Origins.HttpExactlyAsync(broken));
        await client.SendAsync("GET / HTTP/1.0\r\n\r\n", Cancel);

        (await client.ReadToEndAsync()).Should().BeFin().And.HaveBytes(broken);
    }

    [Test]
    public async Task A_response_that_goes_on_behind_its_end_has_to_be_meant()
    {
        var origin = await Origins.HttpAsync(One + "more");
        var client = await DialAsync(origin);
        await client.SendAsync(Requests.Get("/"), Cancel);
        await client.ReadToEndAsync();

        Origins.Invoking(origins => origins.ThrowIfFaulted()).Should().Throw<ConformanceKit.Model.HarnessException>();
    }

    [Test]
    public async Task A_delegate_answers_by_the_request()
    {
        var origin = await Origins.HttpAsync(request => $"HTTP/1.1 200 OK\r\nX: {request.Target}\r\nContent-Length: 0\r\n\r\n");
        var client = await DialAsync(origin);
        await client.SendAsync(Requests.Get("/where"), Cancel);

        (await client.ReadResponseAsync("GET")).Should().HaveSingleField("X", "/where");
    }

    [Test]
    public async Task A_malformed_request_surfaces()
    {
        var origin = await Origins.HttpAsync(One);
        var client = await DialAsync(origin);
        await client.SendAsync("nonsense\r\n\r\n", Cancel);
        await client.ReadToEndAsync();

        var finishing = () => origin.FinishedAsync(Cancel);

        (await finishing.Should().ThrowAsync<ConformanceKit.Model.RequirementBrokenException>())
            .Which.ReasonId.Should().Be(ReasonIds.MalformedRequest);
    }
}
