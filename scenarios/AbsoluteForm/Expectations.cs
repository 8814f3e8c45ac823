using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>
/// Clients that hold their body back until a 100 requests it or a final status says that nobody wants it (RFC 9110 §10.1.1).
/// </summary>
public sealed class Expectations(string proxy) : Scenario(proxy)
{
    private const string AsksItself =
        "the proxy requests the body itself, and forwards the request only once it has it, as HTTP/1.0";

    [Requirement("absolute-form/expect-continue", Title = "A body withheld until 100 (Continue) causes no deadlock")]
    public async Task A_body_withheld_for_100_continue_is_no_deadlock()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        // 1. The head alone has to reach the origin, or be refused.
        if (await ForwardedAsync(client, origin) is not { } forwarded)
            return;
        await using var server = forwarded.Server;
        if (forwarded.HasBody)
        {
            Warn(ReasonIds.OriginNotContacted, AsksItself, forwarded.Request.Marks.StartLine);
            await server.AnswerAsync(forwarded.Request, Answers.Ok);
            (await client.ReadResponseAsync("POST")).Should().HaveStatus(200);
            return;
        }

        NotApplicableToHttp10(forwarded.Request, "gets no 100 (Continue)");
        forwarded.Request.Should().HaveSingleField("Expect", "100-continue");

        // 2. The origin requests the body; the client is told, sends it, and the exchange completes.
        await server.ContinueAsync(forwarded.Request);
        await forwarded.Answered;
        if (!forwarded.IsAsked)
            (await client.ReadHeadAsync()).Should().HaveStatus(100);
        await client.SendAsync("body");
        (await server.ReadExactlyAsync(4).OrAsync("the body that the 100 requested is lost")).Should().Equal("body");
        await server.AnswerAsync(forwarded.Request, Answers.Ok);
        (await client.ReadResponseAsync("POST")).Should().HaveStatus(200);
    }

    [Requirement("absolute-form/expect-final")]
    public async Task A_final_status_that_comes_instead_of_100_reaches_a_client_that_sent_no_body()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        // 1. The head alone has to reach the origin, or be refused.
        if (await ForwardedAsync(client, origin) is not { } forwarded)
            return;
        await using var server = forwarded.Server;
        if (forwarded.HasBody)
            NotApplicable(AsksItself);

        // 2. The origin does not want the body: the client has to be told before it sends it.
        await server.SendAsync(Answers.TooLarge);
        server.ShutdownSend();
        try
        {
            await forwarded.Answered;
            (await client.ReadResponseAsync("POST")).Should().HaveStatus(413);
        }
        catch (RequirementBrokenException held) when (held.ReasonId is ReasonIds.BytesTimeout or ReasonIds.ReplyTimeout)
        {
            // 3. No clause says explicitly that it is passed on before the body has arrived; losing it is another matter.
            Warn(held.ReasonId, $"the origin's 413 is held back until the body has arrived: {held.Message}", held.Marks);
            await client.SendAsync("body");
            (await client.ReadResponseAsync("POST")).Should().HaveStatus(413);
        }
    }

    // What the origin gets of a request whose body is held back; null if the proxy refused it.
    private static async Task<Forwarded?> ForwardedAsync(WireConnection client, Origin origin)
    {
        await client.SendAsync(Requests.Absolute("POST", origin.Http("/early"), "Expect: 100-continue", "Content-Length: 4"));
        var forwarded = origin.NextConnectionAsync();
        var answered = client.IsClosedAsync();
        var isAsked = false;
        if (await Task.WhenAny(forwarded, answered) == answered
            && answered.IsCompletedSuccessfully
            && origin.ConnectionCount == 0)
        {
            // The proxy's own 100 is not a final status: the request still has to be forwarded.
            var early = await client.ReadHeadAsync();
            isAsked = early.StatusCode == 100;
            if (!isAsked)
            {
                early.Should().BeRejection();
                await AssertNothingOfItAsync(origin, forwarded);
                return null;
            }
        }

        try
        {
            var server = await forwarded;
            return new(server, await server.ReadRequestHeadAsync(), answered, isAsked, HasBody: false);
        }
        catch (RequirementBrokenException late) when (isAsked && late.ReasonId == ReasonIds.OriginNotContacted)
        {
            // A proxy that assumes HTTP/1.0 of the next server, and speaks that to it, may request the body in its place.
            await client.SendAsync("body");
            var server = await origin.NextConnectionAsync();
            var request = await server.ReadRequestAsync();
            if (request.Version != "HTTP/1.0")
                throw;
            return new(server, request, answered, isAsked, HasBody: true);
        }
    }

    // Nothing of a refused request may be forwarded to an origin that the scenario plays itself.
    private static async Task AssertNothingOfItAsync(Origin origin, Task<WireConnection> arriving)
    {
        if (await origin.SentinelAsync() == 0)
            return;
        await using var connection = await arriving;
        (await connection.ExpectSilenceAsync()).Should().BeEmpty("the proxy refused the request");
    }

    // Answered: when the client has received something, or the end. IsAsked: whether that was the proxy's own 100.
    private sealed record Forwarded(WireConnection Server, WireRequest Request, Task Answered, bool IsAsked, bool HasBody);
}
