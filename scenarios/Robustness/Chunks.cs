using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Chunked bodies that a careless recipient reads differently from a careful one (RFC 9112 §7.1).</summary>
public sealed class Chunks(string proxy) : Scenario(proxy)
{
    // With its size taken modulo 2^64, the first chunk would be "hello" and the body complete.
    [Requirement("robustness/chunk-size-overflow", DependsOn = "absolute-form/chunked-request/one-octet-chunks")]
    public Task A_chunk_size_beyond_64_bits_does_not_wrap_around() =>
        AssertRejectedAsync("10000000000000005\r\nhello\r\n0\r\n\r\n");

    // A recipient that skips two bytes, whatever they are, would read the body "hello".
    [Requirement("robustness/chunk-bad-terminator", DependsOn = "absolute-form/chunked-request/one-octet-chunks")]
    public Task Chunk_data_that_does_not_end_with_CRLF_is_rejected() => AssertRejectedAsync("5\r\nhelloXX0\r\n\r\n");

    private async Task AssertRejectedAsync(string body)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        await AssertBodyRefusedAsync(
            client, Requests.Absolute("POST", origin.Http("/x"), "Transfer-Encoding: chunked") + body,
            "its body has no valid end", origin);
    }
}
