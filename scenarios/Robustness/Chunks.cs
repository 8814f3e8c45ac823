using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Chunked bodies that a careless recipient reads differently than a careful one (RFC 9112 §7.1).</summary>
public sealed class Chunks(string proxy) : Scenario(proxy)
{
    // By a size modulo 2^64 the first chunk would be "hello", and the body complete.
    [Requirement("robustness/chunk-size-overflow", DependsOn = "absolute-form/chunked-request/one-octet-chunks")]
    public Task A_chunk_size_beyond_64_bits_does_not_wrap_around() => AssertRejectedAsync("10000000000000005\r\nhello\r\n0\r\n\r\n");

    // Skipping two octets, whatever they are, would make the body "hello".
    [Requirement("robustness/chunk-bad-terminator", DependsOn = "absolute-form/chunked-request/one-octet-chunks")]
    public Task Chunk_data_that_does_not_end_with_CRLF_is_rejected() => AssertRejectedAsync("5\r\nhelloXX0\r\n\r\n");

    private async Task AssertRejectedAsync(string body)
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Absolute("POST", origin.Http("/x"), "Transfer-Encoding: chunked") + body, Cancel);

        // 1. The client learns of it, if only by the end of the connection.
        try
        {
            if (await client.IsClosedAsync(Cancel)) Warn(ReasonIds.ClosedWithoutReply, "the connection ends without a 400");
            else (await client.ReadResponseAsync("POST", Cancel)).Should().BeRejection("its body has no valid end");
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            Warn(silent.ReasonId, "there is no 400: the proxy waits for more");
        }

        // 2. The origin may have got a part of it already, but never something complete.
        await origin.SentinelAsync(Cancel);
        foreach (var request in origin.Requests)
            request.Should().HaveIncompleteBody("the body that the client sent has no valid end");
        if (origin.Rejected.Count > 0)
            Warn(ReasonIds.OriginContacted, "the proxy forwards the body as it came: the 400 is the origin's");
    }
}
