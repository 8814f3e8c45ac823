using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>
/// A client that holds its body back until it is asked for it, or told that nobody wants it (RFC 9110 §10.1.1).
/// </summary>
public sealed class Expectations(string proxy) : Scenario(proxy)
{
    private const string AsksItself = "the proxy asks for the body itself, and forwards nothing, as HTTP/1.0, before it has it";

    [Requirement("absolute-form/expect-continue")]
    public async Task A_body_withheld_for_100_continue_is_no_deadlock()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        // 1. The head alone has to reach the origin, or to be refused.
        if (await ForwardedAsync(client, origin) is not { } forwarded)
            return;
        await using var server = forwarded.Server;
        if (forwarded.HasBody)
        {
            Warn(ReasonIds.OriginNotContacted, AsksItself);
            await server.AnswerAsync(forwarded.Request, Answers.Ok);
            (await client.ReadResponseAsync("POST")).Should().HaveStatus(200);
            return;
        }

        NotApplicableToHttp10(forwarded.Request, "gets no 100 (Continue)");
        forwarded.Request.Should().HaveSingleField("Expect", "100-continue");

        // 2. The origin asks for the body; the client learns that, sends it, and the exchange completes.
        await server.ContinueAsync(forwarded.Request);
        await forwarded.Answered;
        if (!forwarded.IsAsked)
            (await client.ReadHeadAsync()).Should().HaveStatus(100);
        await client.SendAsync("body");
        (await server.ReadExactlyAsync(4).OrAsync("the body that the 100 asked for is lost")).Should().Equal("body");
        await server.AnswerAsync(forwarded.Request, Answers.Ok);
        (await client.ReadResponseAsync("POST")).Should().HaveStatus(200);
    }

    [Requirement("absolute-form/expect-final")]
    public async Task A_final_status_that_comes_instead_of_100_reaches_a_client_that_sent_no_body()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        // 1. The head alone has to reach the origin, or to be refused.
        if (await ForwardedAsync(client, origin) is not { } forwarded)
            return;
        await using var server = forwarded.Server;
        if (forwarded.HasBody)
            NotApplicable(AsksItself);

        // 2. The origin does not want the body: the client learns that without having sent it.
        await server.SendAsync(Answers.TooLarge);
        server.ShutdownSend();
        try
        {
            await forwarded.Answered;
            (await client.ReadResponseAsync("POST")).Should().HaveStatus(413);
        }
        catch (RequirementBrokenException held) when (held.ReasonId is ReasonIds.BytesTimeout or ReasonIds.ReplyTimeout)
        {
            // 3. No clause says in so many words that it is handed on before the body has come; to lose it is another matter.
            Warn(held.ReasonId, $"the origin's 413 is held back until the body has come: {held.Message}");
            await client.SendAsync("body");
            (await client.ReadResponseAsync("POST")).Should().HaveStatus(413);
        }
    }

    // What the origin got of a request whose body is held back; null where the proxy refused it.
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
            // A 100 of the proxy's own is no final status: the request has to be forwarded nevertheless.
            var early = await client.ReadHeadAsync();
            isAsked = early.StatusCode == 100;
            if (!isAsked)
            {
                early.Should().BeRejection();
                await MethodRequests.NothingOfAsync(origin, forwarded);
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
            // Who takes the next server for one of HTTP/1.0, and speaks that to it, may ask for the body in its place.
            await client.SendAsync("body");
            var server = await origin.NextConnectionAsync();
            var request = await server.ReadRequestAsync();
            if (request.Version != "HTTP/1.0")
                throw;
            return new(server, request, answered, isAsked, HasBody: true);
        }
    }

    // Answered: that something has come to the client, or its end. IsAsked: whether that was a 100 of the proxy's own.
    private sealed record Forwarded(WireConnection Server, WireRequest Request, Task Answered, bool IsAsked, bool HasBody);
}
