using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Chunked responses with a malformed size line (RFC 9112 §7.1).</summary>
public sealed class ResponseChunks(string proxy) : Scenario(proxy)
{
    // A recipient that reads the size line as 5 gets the same body from each: "hello", complete.
    [Requirement("robustness/chunk-syntax-response", DependsOn = "absolute-form/chunked-response/one-octet-chunks",
        Title = "A chunk that breaks the grammar is not passed on")]
    [Input("junk", "5junk\r\n")]
    [Input("hex-prefix", "0x5\r\n")]
    [Input("leading-tab", "\t5\r\n")]
    [Input("plus", "+5\r\n")]
    [Input("space-inside", "5 5\r\n")]
    [Input("bare-lf", "5;a\n")]
    [Input("quoted-crlf", "5;a=\"\r\n\"\r\n")]
    public async Task A_chunk_that_the_grammar_does_not_have_is_not_passed_on(string sizeLine)
    {
        await using var origin = await Origins.HttpExactlyClosingAsync(Answers.Chunked + sizeLine + "hello\r\n0\r\n\r\n");
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/odd-chunk")));

        WireResponse? response = null;
        try
        {
            // Ending the connection is as good: a proxy that has begun to pass the response on can no longer send a 502.
            if (!await client.IsClosedAsync())
                response = await Replaced.OrPassedOnAsync(client, "GET", Warn, 502);
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            Warn(silent.ReasonId, $"the response does not look complete, but the connection does not end: {silent.Message}",
                silent.Marks);
        }

        // 1. Whatever the client got, the odd line is not in it.
        Transcript.ReceivedOn(client.Name).Should().NotContain(sizeLine, "the proxy's own chunks follow the grammar");
        if (response is null || response.BodyEnd.Kind == BodyEndKind.Incomplete)
            return;

        // 2. Recovering what was meant is allowed; losing it and looking complete is not.
        response.Should().HaveBody("hello");
        Warn(ReasonIds.BodyComplete, "the odd chunk is taken for what it may have meant: the response is passed on as complete",
            response.Marks.Body);
    }
}
