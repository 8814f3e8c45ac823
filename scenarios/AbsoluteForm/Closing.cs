using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Whoever closes after a response says so in it (RFC 9112 §9.3, §9.6).</summary>
public sealed class Closing(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/close-announced", DependsOn = "absolute-form/origin-form",
        Title = "A connection that ends behind a response was announced to end")]
    [Input("length", "Content-Length: 2\r\n\r\nok")]
    [Input("chunked", "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [Input("origin-closes", "Connection: close\r\nContent-Length: 2\r\n\r\nok")]
    public async Task A_connection_that_ends_behind_a_response_was_announced_to_end(string rest)
    {
        if (!await EndsUnannouncedAsync("HTTP/1.1 200 OK\r\n" + Answers.Common + rest)) return;

        // A server that never keeps a connection MUST say so in every response; one that does SHOULD say so where it doesn't.
        const string unsaid = "the connection was closed behind a response that didn't say so: the next request got no reply";
        if (await EndsUnannouncedAsync(Answers.Ok)) throw new RequirementBrokenException(ReasonIds.ClosedWithoutReply, unsaid);
        Warn(ReasonIds.ClosedWithoutReply, unsaid);
    }

    private async Task<bool> EndsUnannouncedAsync(string answer)
    {
        await using var origin = await Origins.HttpAsync(Cancel, answer);
        await using var client = await Proxy.DialAsync(Cancel);
        var request = Requests.Absolute("POST", origin.Http("/first"), "Content-Length: 4") + "body";

        await client.SendAsync(request, Cancel);
        var first = await client.ReadResponseAsync("POST", Cancel);
        first.Should().HaveStatus(200).And.HaveCompleteBody();
        var options = first.Members("Connection");
        if (options.Contains("close", StringComparer.OrdinalIgnoreCase) || first.BodyEnd.Kind == BodyEndKind.Close) return false;
        if (first.Version == "HTTP/1.0" && !options.Contains("keep-alive", StringComparer.OrdinalIgnoreCase)) return false;

        await client.TrySendAsync(request, Cancel);
        if (await client.IsClosedAsync(Cancel)) return true;
        (await client.ReadResponseAsync("POST", Cancel)).Should().HaveStatus(200);
        return false;
    }
}
