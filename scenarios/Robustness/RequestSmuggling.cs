using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Messages whose length two recipients could read differently (RFC 9112 §6).</summary>
public sealed class RequestSmuggling(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/cl-te",
        Title = "Both framing fields are rejected, or only Transfer-Encoding counts and the connection closes")]
    public Task Both_framing_fields_are_refused_or_only_Transfer_Encoding_counts_and_the_connection_closes() =>
        AssertOnlyTransferEncodingCountsAsync("chunked");

    [Requirement("robustness/te-chunked-list",
        Title = "An empty member of Transfer-Encoding does not hide chunked from the framing")]
    public Task An_empty_member_of_Transfer_Encoding_does_not_hide_chunked_from_the_framing() =>
        AssertOnlyTransferEncodingCountsAsync("chunked,");

    [Requirement("robustness/cl-duplicate-same", Title = "A repeated Content-Length is rejected or forwarded once")]
    [Input("lines", "Content-Length: 5\r\nContent-Length: 5")]
    [Input("list", "Content-Length: 5, 5")]
    public async Task A_repeated_Content_Length_is_refused_or_forwarded_once(string fieldLines)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var request = Requests.Absolute("POST", origin.Http("/x"), fieldLines) + "hello";
        var (_, forwarded) = await ForwardedUnlessRefusedAsync(client, request, "its Content-Length is repeated", origin);
        if (forwarded is null)
            return;

        forwarded.Should().HaveBody("hello");
        if (!forwarded.HasField("Transfer-Encoding"))
            forwarded.Should().HaveSingleField("Content-Length", "5");
    }

    [Requirement("robustness/cl-duplicate-diff", Title = "Two different Content-Length lines are rejected")]
    public Task Two_different_Content_Length_lines_are_refused() =>
        AssertRefusedAsync("Content-Length: 5\r\nContent-Length: 6", "hello!", "it has two lengths");

    [Requirement("robustness/cl-invalid", Title = "An invalid Content-Length is rejected")]
    [Input("plus", "+5")]
    [Input("negative", "-1")]
    [Input("letter", "5a")]
    [Input("hex", "0x5")]
    public Task An_invalid_Content_Length_is_refused(string value) =>
        AssertRefusedAsync($"Content-Length: {value}", "hello", "its length is not a number");

    // It is all digits, so the value is not invalid; but a recipient that computes modulo 2^64 takes it for 5.
    [Requirement("robustness/cl-invalid/overflow", Title = "A Content-Length beyond 64 bits does not wrap around")]
    public async Task A_Content_Length_beyond_64_bits_does_not_wrap_around()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Absolute("POST", origin.Http("/x"), "Content-Length: 18446744073709551621") + "hello");
        client.ShutdownSend();

        // The proxy may refuse the request, or forward it as it is, since the rest never comes; it must not make a complete
        // message of it. It does not even have to end the connection.
        await client.ExpectSilenceAsync(within: Waits.Reply);
        await origin.SentinelAsync();
        foreach (var request in origin.Requests)
            request.Should().HaveIncompleteBody("only 5 of 2^64+5 bytes were sent");
    }

    // RFC 9112 §6.1 names 501 for a coding that the recipient does not understand.
    [Requirement("robustness/te-variants", Title = "A body whose final coding is not chunked is rejected")]
    public Task A_body_whose_final_coding_is_not_chunked_is_refused() => AssertCodingRefusedAsync("chunked, gzip");

    [Requirement("robustness/te-variants", Title = "A coding whose name only ends with chunked is rejected")]
    [Input("xchunked", "xchunked")]
    public Task A_coding_that_only_ends_like_chunked_is_refused(string coding) => AssertCodingRefusedAsync(coding);

    [Requirement("robustness/space-before-colon", Title = "Whitespace before the colon is rejected")]
    public Task Whitespace_before_the_colon_is_refused() =>
        AssertRefusedAsync("Content-Length : 5", "hello", "there is whitespace before a colon");

    private Task AssertCodingRefusedAsync(string codings) =>
        AssertRefusedAsync($"Transfer-Encoding: {codings}", "5\r\nhello\r\n0\r\n\r\n", "its final coding is not chunked");

    private async Task AssertOnlyTransferEncodingCountsAsync(string codings)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        var smuggled = Requests.Get(origin.Http("/smuggled"));

        // By Transfer-Encoding the body is empty and /smuggled a request; by Content-Length it is all body.
        var body = "0\r\n\r\n" + smuggled;
        var request = Requests.Absolute(
            "POST", origin.Http("/x"), $"Content-Length: {body.Length}", $"Transfer-Encoding: {codings}") + body;
        var (response, forwarded) = await ForwardedUnlessRefusedAsync(client, request, "it has both framing fields", origin);

        // 1. Whatever the proxy answers, the connection ends there.
        if (response is not null)
            await client.Should().BeClosedAsync("two recipients could read this request differently");
        if (forwarded is null)
            return;

        // 2. If it is forwarded, it has one framing field, the proxy's own, and the length that Transfer-Encoding gave it.
        forwarded.Body.Should().BeEmpty("Transfer-Encoding overrides Content-Length");
        if (forwarded.HasField("Transfer-Encoding"))
            forwarded.Should().NotHaveField("Content-Length");
    }

    private async Task AssertRefusedAsync(string fieldLines, string body, string because)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var response = await AssertRefusedAsync(client, Requests.Absolute("POST", origin.Http("/x"), fieldLines) + body, because,
            origin);

        if (response is not null)
            await client.Should().BeClosedAsync("where this request ends, and the next begins, is anybody's guess");
    }
}
