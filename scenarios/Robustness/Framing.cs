using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Further ways to write a length that two recipients read differently (RFC 9112 §6, RFC 9110 §5.6.3, §8.6).</summary>
public sealed class Framing(string proxy) : Scenario(proxy)
{
    private const string Chunked = "5\r\nhello\r\n0\r\n\r\n";

    [Requirement("robustness/te-not-chunked", Title = "A body whose final transfer coding only looks like chunked is rejected")]
    [Input("identity", "identity")]
    [Input("chunked-first", "chunked, identity")]
    [Input("two-lines", "chunked\r\nTransfer-Encoding: identity")]
    [Input("quoted", "\"chunked\"")]
    [Input("vertical-tab-before", "\vchunked")]
    [Input("vertical-tab-behind", "chunked\v")]
    [Input("form-feed-behind", "chunked\f")]
    [Input("next-line-behind", "chunked\u0085")]
    [Input("no-break-space-before", "\u00a0chunked")]
    public Task A_body_whose_final_transfer_coding_only_looks_like_chunked_is_refused(string codings) =>
        AssertRefusedAndClosedAsync($"Transfer-Encoding: {codings}", Chunked, "its final transfer coding is not chunked");

    [Requirement("robustness/te-twice", DependsOn = "absolute-form/chunked-request/one-octet-chunks",
        Title = "Codings before chunked are rejected, or the body is forwarded chunked only once")]
    [Input("identity", "identity, chunked")]
    [Input("chunked", "chunked, chunked")]
    [Input("chunked-lines", "chunked\r\nTransfer-Encoding: chunked")]
    public async Task Codings_before_chunked_are_refused_or_the_body_goes_on_in_chunks_that_are_chunked_once(string codings)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var request = Requests.Absolute("POST", origin.Http("/x"), $"Transfer-Encoding: {codings}") + Chunked;
        var (_, forwarded) = await ForwardedUnlessRefusedAsync(client, request,
            "chunked can be applied only once, and identity is not a coding", origin);
        if (forwarded is null)
            return;

        forwarded.Should().HaveBody("hello");
        if (forwarded.Members("Transfer-Encoding")
            .Count(coding => coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)) > 1)
        {
            forwarded.Should().HaveFieldLines("Transfer-Encoding", "chunked");
        }
    }

    [Requirement("robustness/cl-list-diff",
        Title = "Content-Lengths that differ, on one line or with 0 among them, are rejected")]
    [Input("list", "Content-Length: 5, 6")]
    [Input("zero-first", "Content-Length: 0\r\nContent-Length: 5")]
    [Input("zero-last", "Content-Length: 5\r\nContent-Length: 0")]
    public Task Content_Lengths_that_differ_in_one_line_or_with_0_among_them_are_refused(string lines) =>
        AssertRefusedAndClosedAsync(lines, "hello!", "the lengths differ");

    [Requirement("robustness/cl-not-a-number", Title = "A Content-Length that is empty, or has more than digits, is rejected")]
    [Input("empty", "")]
    [Input("two-numbers", "5 5")]
    [Input("vertical-tab-behind", "5\v")]
    [Input("form-feed-before", "\f5")]
    [Input("next-line-behind", "5\u0085")]
    [Input("no-break-space-before", "\u00a05")]
    [Input("point", "5.0")]
    public Task A_Content_Length_that_has_no_digits_or_more_than_digits_is_refused(string value) =>
        AssertRefusedAndClosedAsync($"Content-Length: {value}", "hello",
            "a length consists of digits, and only SP and HTAB are whitespace");

    // A recipient that reads 010 as octal, as strtol() does with base 0, takes eight bytes of ten.
    [Requirement("robustness/cl-leading-zero", Title = "A leading zero neither makes a length octal nor turns one into two")]
    [Input("octal", "Content-Length: 010")]
    [Input("lines", "Content-Length: 10\r\nContent-Length: 010")]
    public async Task A_leading_zero_does_not_make_a_length_octal_nor_two_of_one(string lines)
    {
        const string ten = "helloworld";
        var forwarded = await ForwardedAsync(lines, ten, "its length could be read in two ways");
        if (forwarded is null)
            return;

        forwarded.Should().HaveBody(ten);
        if (!forwarded.HasField("Transfer-Encoding"))
            forwarded.Should().HaveFieldMatching("Content-Length", "10", "^0*10$", "10 bytes follow");
    }

    [Requirement("robustness/cl-empty-member", Title = "An empty list member beside a Content-Length is rejected or left out")]
    [Input("behind", "5,")]
    [Input("before", ", 5")]
    public async Task An_empty_member_beside_a_length_is_refused_or_left_out(string value)
    {
        var forwarded = await ForwardedAsync($"Content-Length: {value}", "hello", "a comma is not part of a number");
        if (forwarded is null)
            return;

        forwarded.Should().HaveBody("hello");
        if (!forwarded.HasField("Transfer-Encoding"))
            forwarded.Should().HaveSingleField("Content-Length", "5");
    }

    [Requirement("robustness/obs-fold-framing",
        Title = "A folded Content-Length is rejected, or the content is forwarded with the unfolded length")]
    [Input("content-length", "Content-Length:\r\n 5")]
    public Task A_folded_Content_Length_is_refused_or_the_content_goes_on_with_the_length_that_it_has_unfolded(string line) =>
        AssertUnfoldedAsync(line, "hello");

    [Requirement("robustness/obs-fold-framing", DependsOn = "absolute-form/chunked-request/one-octet-chunks",
        Title = "A folded Transfer-Encoding is rejected, or the content is forwarded as the unfolded coding frames it")]
    [Input("transfer-encoding", "Transfer-Encoding:\r\n\tchunked")]
    public Task A_folded_Transfer_Encoding_is_refused_or_the_content_goes_on_with_the_length_that_it_has_unfolded(string line) =>
        AssertUnfoldedAsync(line, Chunked);

    private async Task AssertUnfoldedAsync(string line, string body)
    {
        var forwarded = await ForwardedAsync(line, body, "the field is folded");
        if (forwarded is null)
            return;

        forwarded.RawHead.Should().NotContain(line, "a fold must not be forwarded");
        forwarded.Should().HaveBody("hello");
    }

    private async Task<WireRequest?> ForwardedAsync(string lines, string body, string because)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        return (await ForwardedUnlessRefusedAsync(client, Requests.Absolute("POST", origin.Http("/x"), lines) + body, because,
            origin)).Forwarded;
    }

    private async Task AssertRefusedAndClosedAsync(string fieldLines, string body, string because)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var response = await AssertRefusedAsync(client, Requests.Absolute("POST", origin.Http("/x"), fieldLines) + body, because,
            origin);

        if (response is not null)
            await client.Should().BeClosedAsync("where this request ends, and the next begins, is anybody's guess");
    }
}
