using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>What stands behind a request whose end cannot be known (RFC 9112 §6.3).</summary>
public sealed class Behind(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/refused-drops-pipelined")]
    [Input("length", "Content-Length: 5x", "hello")]
    [Input("lengths", "Content-Length: 5\r\nContent-Length: 6", "hello")]
    [Input("coding", "Transfer-Encoding: identity", "hello")]
    [Input("chunk-size", "Transfer-Encoding: chunked", "xyz\r\nhello\r\n0\r\n\r\n")]
    public async Task What_stands_behind_a_refused_request_without_an_end_is_never_acted_upon(string framing, string body)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var witness = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        // 1. By some reading of the length, a second request begins here.
        await client.SendAsync(
            Requests.Absolute("POST", origin.Http("/x"), framing) + body + Requests.Get(witness.Http("/smuggled")));
        try
        {
            if (!await client.IsClosedAsync() && (await client.ReadHeadAsync()).IsSuccessful)
                NotApplicable("the proxy does not refuse the request, so that it knows of an end");
            await client.ReadUntilQuietAsync();
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            Warn(silent.ReasonId, $"the request is neither answered nor is the connection closed: {silent.Message}");
        }

        // 2. Refused, it is the last one on this connection.
        await witness.Should().HaveSeenNoConnectionAsync("nobody knows whether it is a request");
    }
}
