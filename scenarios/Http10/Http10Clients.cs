using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Http10;

/// <summary>What an HTTP/1.0 client may send to a proxy, and what the proxy must not send back.</summary>
public sealed class Http10Clients(string proxy) : Scenario(proxy)
{
    [Requirement("http10/connect-no-host", DependsOn = "connect/establish")]
    public async Task An_HTTP_1_0_CONNECT_needs_no_Host()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.DialAsync();

        await client.SendAsync($"CONNECT {origin.Authority} HTTP/1.0\r\n\r\n");
        (await client.ReadResponseAsync("CONNECT")).Should().BeSuccessful();

        await client.SendAsync(AnyBytes.Ping);
        (await client.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
    }

    [Requirement("http10/no-persist")]
    public async Task A_proxy_keeps_no_connection_open_for_an_HTTP_1_0_client()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Get10(origin.Http("/1"), "Connection: keep-alive"));
        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);

        // A proxy that kept it open would answer this.
        await client.TrySendAsync(Get10(origin.Http("/2")));
        await client.Should().BeClosedAsync("the connection must not persist");
    }

    [Requirement("http10/no-1xx")]
    public async Task An_HTTP_1_0_client_gets_no_1xx()
    {
        await using var origin = await Origins.HttpAsync("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Get10(origin.Http("/")));

        var response = await client.ReadHeadAsync();
        NotApplicableToHttp10(origin.Requests[0], "gets no 1xx");
        response.Should().HaveStatus(200);
    }

    [Requirement("http10/no-chunked")]
    public async Task An_HTTP_1_0_client_gets_no_chunked_body()
    {
        const string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
        await using var origin = await Origins.HttpAsync(chunked);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Get10(origin.Http("/")));
        var response = await client.ReadResponseAsync("GET");
        NotApplicableToHttp10(origin.Requests[0], "gets no transfer coding");

        response.Should().HaveStatus(200).And.NotHaveField("Transfer-Encoding");
        response.Should().HaveBody("hello world");
    }

    [Requirement("http10/expect-ignored")]
    public async Task An_expectation_of_an_HTTP_1_0_client_is_ignored()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        var head = Requests.Absolute("POST", origin.Http("/"), "Expect: 100-continue", "Content-Length: 4");
        await client.SendAsync(head.Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal) + "body");
        await using var server = await origin.NextConnectionAsync();
        var request = await server.ReadRequestHeadAsync();
        NotApplicableToHttp10(request, "gets no 100 (Continue)");

        // An origin that gets the expectation answers it with 100, and sends its response some time later.
        var answered = client.IsClosedAsync();
        if (request.HasField("Expect"))
        {
            await server.ContinueAsync(request);
            await SpendAsync(TimeUse.Quiet, Task.WhenAny(answered, Task.Delay(Waits.Quiet, Cancel)));
        }

        await server.AnswerAsync(request, Answers.Ok);
        await answered;
        (await client.ReadHeadAsync()).Should().HaveStatus(200);
    }

    [Requirement("http10/te-faulty", Title = "Transfer-Encoding in an HTTP/1.0 request ends the connection")]
    public async Task Transfer_Encoding_in_an_HTTP_1_0_request_ends_the_connection()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var witness = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        // It requests keep-alive, so that the connection does not end merely because of the version.
        var head = Requests.Absolute("POST", origin.Http("/x"), "Connection: keep-alive", "Transfer-Encoding: chunked");
        var next = Get10(witness.Http("/next"), "Connection: keep-alive");
        await client.SendAsync(head.Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal) + "5\r\nhello\r\n0\r\n\r\n" + next);

        // 1. Whether and how it is answered is left open.
        try
        {
            if (!await client.IsClosedAsync())
            {
                await client.ReadResponseAsync("POST");
                await client.Should().BeClosedAsync("the framing of this request is faulty");
            }
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            Warn(silent.ReasonId, $"the proxy neither answers the request nor closes the connection: {silent.Message}",
                silent.Marks);
        }

        // 2. What follows it must not be served.
        await witness.Should().HaveReceivedNothingAsync("faulty framing leaves it open whether another request follows");
    }

    [Requirement("http10/upgrade-ignored")]
    public async Task An_HTTP_1_0_request_is_never_upgraded()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Get10(origin.Http("/"), "Connection: upgrade", "Upgrade: websocket"));

        var response = await client.ReadHeadAsync();
        response.Should().NotHaveStatus(101);
        if (origin.Requests.Count == 0)
            response.Should().BeSuccessful("Upgrade must be ignored, and without it the request is served");
        origin.Requests[0].Should().NotHaveField("Upgrade", "it must be ignored, and Connection nominates it (RFC 9110 §7.6.1)");
    }

    private static string Get10(string uri, params string[] fieldLines) =>
        Requests.Get(uri, fieldLines).Replace(" HTTP/1.1\r\n", " HTTP/1.0\r\n", StringComparison.Ordinal);
}
