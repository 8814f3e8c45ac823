using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>What follows a request whose end cannot be known (RFC 9112 §6.3).</summary>
public sealed class Behind(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/refused-drops-pipelined",
        Title = "Bytes after a rejected request of unknown length are never acted upon")]
    [Input("length", "Content-Length: 5x", "hello")]
    [Input("lengths", "Content-Length: 5\r\nContent-Length: 6", "hello")]
    [Input("coding", "Transfer-Encoding: identity", "hello")]
    [Input("chunk-size", "Transfer-Encoding: chunked", "xyz\r\nhello\r\n0\r\n\r\n")]
    public async Task What_stands_behind_a_refused_request_without_an_end_is_never_acted_upon(string framing, string body)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var witness = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        // 1. By some reading of the length, a second request follows the body.
        await client.SendAsync(
            Requests.Absolute("POST", origin.Http("/x"), framing) + body + Requests.Get(witness.Http("/smuggled")));
        try
        {
            if (!await client.IsClosedAsync() && (await client.ReadHeadAsync()).IsSuccessful)
                NotApplicable("the proxy does not refuse the request, so it has decided where the request ends");
            await client.ReadUntilQuietAsync();
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            Warn(silent.ReasonId, $"the proxy neither answers the request nor closes the connection: {silent.Message}",
                silent.Marks);
        }

        // 2. A refused request is the last one on its connection.
        await witness.Should().HaveSeenNoConnectionAsync("nobody can know whether it is a request");
    }
}
