using System.Text;
using ConformanceKit.Clients;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Scenarios.Clients.Behaviours;

namespace ConformanceKit.Scenarios.Clients;

/// <summary>What opens the tunnel for a client (RFC 9110 §9.3.6).</summary>
public sealed class Opening(string client) : ClientRow(client)
{
    [Requirement("client/any-2xx", Feature = ClientFeatures.Tunnel, Title = "Any 2xx opens the tunnel")]
    [Input("200", "opens")]
    [Input("201", "opens-with-201")]
    [Input("204", "opens-with-204")]
    [Input("299", "opens-with-299")]
    public async Task Any_2xx_opens_the_tunnel(string behaviour)
    {
        var (answer, proxy) = await FetchAsync(Openings.Of(behaviour));
        ReachedTheProxy(proxy, answer);
        answer.Should().BeTheOrigins(Content);
    }

    [Requirement("client/interim-1xx", Feature = ClientFeatures.Tunnel, Title = "A 1xx before the 2xx is not the answer")]
    [Input("100", "opens-after-100")]
    [Input("102-pause", "opens-after-102-and-pause")]
    [Input("103", "opens-after-103")]
    public Task A_1xx_before_the_2xx_is_not_the_answer(string behaviour) => GetsThroughAsync(behaviour);

    [Requirement("client/http10-200", Feature = ClientFeatures.Tunnel, Title = "A 200 of HTTP/1.0 opens the tunnel")]
    public Task A_200_of_HTTP_1_0_opens_the_tunnel() => GetsThroughAsync("opens-with-http10");

    [Requirement("client/no-reason", Feature = ClientFeatures.Tunnel, Title = "A 200 without a reason phrase opens the tunnel")]
    public Task A_200_without_a_reason_phrase_opens_the_tunnel() => GetsThroughAsync("opens-without-reason");

    [Requirement("client/content-length-ignored", Feature = ClientFeatures.Tunnel,
        Title = "Content-Length in a 2xx to CONNECT is ignored")]
    [Input("0", "opens-with-length-0")]
    [Input("10", "opens-with-length-10")]
    public Task Content_Length_in_a_2xx_is_ignored(string behaviour) => GetsThroughAsync(behaviour);

    [Requirement("client/transfer-encoding-ignored", Feature = ClientFeatures.Tunnel,
        Title = "Transfer-Encoding in a 2xx to CONNECT is ignored")]
    public Task Transfer_Encoding_in_a_2xx_is_ignored() => GetsThroughAsync("opens-with-chunked");

    [Requirement("client/close-option-ignored", Feature = ClientFeatures.Tunnel,
        Title = "The close option in a 2xx to CONNECT does not end the tunnel")]
    public Task The_close_option_does_not_end_the_tunnel() => GetsThroughAsync("opens-with-close");

    [Requirement("client/byte-by-byte", Feature = ClientFeatures.Tunnel, Title = "The head of the 2xx may come byte by byte")]
    public Task The_head_may_come_byte_by_byte() => GetsThroughAsync("opens-bytewise");

    [Requirement("client/lf-only", Feature = ClientFeatures.Tunnel, Title = "Lines of the head that end with LF alone: recorded")]
    public Task Lines_that_end_with_LF_alone() => RecordAsync("opens-with-lf");

    [Requirement("client/nul-in-field", Feature = ClientFeatures.Tunnel, Title = "NUL in a field of the 2xx: recorded")]
    public Task NUL_in_a_field() => RecordAsync("opens-with-nul");

    [Requirement("client/bytes-behind-200", Feature = ClientFeatures.Tunnel,
        Title = "Bytes behind the head of the 2xx belong to the tunnel")]
    public async Task Bytes_behind_the_head_belong_to_the_tunnel()
    {
        // They are no TLS, so whoever succeeds without showing them has thrown them away.
        var (answer, _) = await FetchAsync(Openings.Of("opens-with-bytes-behind"));
        Require(!answer.Succeeded || answer.Body.AsSpan().StartsWith(Encoding.Latin1.GetBytes(Openings.BytesBehind)),
            ReasonIds.BytesDiffer, "the client threw away the bytes behind the head of the 2xx: "
            + (OnlyJoinsStreams ? "they are not in what came out" : "TLS cannot succeed after them"));
    }

    [Requirement("client/server-first", Feature = ClientFeatures.Stdio,
        Title = "What the origin says first comes out of the tunnel whole")]
    public async Task What_the_origin_says_first_comes_out_whole()
    {
        const string banner = "220 origin.test ESMTP ready\r\n";
        await using var origin = await Origins.ServeAsync(async (connection, cancel) =>
        {
            await connection.SendAsync(banner, cancel);
            connection.ShutdownSend();
        });
        var proxy = Proxies.Listen(Openings.Of("opens-with-banner"), origin);
        var answer = await Client.FetchAsync($"tcp://{origin.Authority}", proxy);
        answer.Should().BeTheOrigins(banner);
    }

    [Requirement("client/wait-for-2xx", Feature = ClientFeatures.Tunnel,
        Title = "Nothing is sent behind CONNECT before the response, unless the connection is to be closed")]
    public async Task Nothing_is_sent_behind_CONNECT_before_the_response()
    {
        RequireMoreThanStreams();
        var (answer, proxy) = await FetchAsync(Openings.Of("opens-late"));
        ReachedTheProxy(proxy, answer);
        var closes = First(proxy, "CONNECT").Field("Connection")?.Contains("close", StringComparison.OrdinalIgnoreCase) is true;
        Require(closes || !proxy.HasSeenMore, ReasonIds.TooEarly,
            "the client sent bytes behind CONNECT although the tunnel was not open");
        answer.Should().BeTheOrigins(Content);
    }

    private async Task GetsThroughAsync(string behaviour)
    {
        var (answer, _) = await FetchAsync(Openings.Of(behaviour));
        answer.Should().BeTheOrigins(Content);
    }

    private async Task RecordAsync(string behaviour)
    {
        var (answer, _) = await FetchAsync(Openings.Of(behaviour));
        Note(answer.Succeeded ? "the client takes it for an open tunnel" : $"the client reports an error: {answer.Error}");
    }
}
