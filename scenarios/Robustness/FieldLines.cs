using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Request lines and field lines whose ends, or parts, two recipients could see in different places (RFC 9112 §2.2, §5.2).</summary>
public sealed class FieldLines(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/obs-fold", DependsOn = "absolute-form/origin-form",
        Title = "A folded field line is answered 400 or unfolded")]
    [Input("space", " ")]
    [Input("tab", "\t")]
    public async Task A_folded_field_line_is_answered_400_or_unfolded(string whitespace)
    {
        var forwarded = await ForwardAsync($"X-Folded: one\r\n{whitespace}two", 400);
        if (forwarded is null) return;

        forwarded.RawHead.ToArray().Should().NotContain($"\n{whitespace}", "a fold must not be forwarded");
        forwarded.Should().HaveFieldMatching("X-Folded", "^one[ \t]+two$");

        // The clause says SP; a HTAB there misleads nobody.
        if (forwarded.Field("X-Folded")!.Contains('\t', StringComparison.Ordinal))
            Warn(ReasonIds.FieldValue, "the fold is not replaced by SP alone: a HTAB is left of it");
    }

    [Requirement("robustness/bare-lf", DependsOn = "absolute-form/origin-form",
        Title = "A line that ends with LF alone is not forwarded as such")]
    public async Task A_line_that_ends_with_LF_alone_is_not_forwarded_as_such()
    {
        var forwarded = await ForwardAsync("X-First: 1\nX-Second: 2");
        forwarded?.RawHead.ToArray().Should().NotContain("1\nX-Second", "lines end with CRLF");
    }

    // Considering the element invalid can mean to leave it out; what is forwarded of it has a SP there.
    [Requirement("robustness/bare-cr", DependsOn = "absolute-form/origin-form")]
    public Task A_CR_inside_a_field_value_is_rejected_or_replaced() => AssertRejectedOrReplacedAsync("X-Odd: one\rtwo");

    [Requirement("robustness/nul", DependsOn = "absolute-form/origin-form")]
    public Task A_NUL_inside_a_field_value_is_rejected_or_replaced() => AssertRejectedOrReplacedAsync("X-Odd: one\0two");

    [Requirement("robustness/space-first-line", DependsOn = "absolute-form/origin-form")]
    public async Task A_first_field_line_that_begins_with_whitespace_is_rejected_or_left_out()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        var forwarded = await SendAsync(
            origin, Requests.Head($"GET {origin.Http("/x")} HTTP/1.1", " X-Odd: 1", $"Host: {origin.Authority}"));

        forwarded?.RawHead.ToArray().Should().NotContain("X-Odd", "the whole line is to be ignored");
    }

    [Requirement("robustness/invalid-request-line", DependsOn = "absolute-form/origin-form",
        Title = "A target with a space in it is answered 400 or 301")]
    public async Task A_target_with_a_space_in_it_is_answered_400_or_301()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Head($"GET {origin.Http("/a b")} HTTP/1.1", $"Host: {origin.Authority}"), Cancel);

        (await client.ReadResponseAsync("GET", Cancel)).Should().HaveStatus(400, 301);
        await origin.Should().HaveSeenNoConnectionAsync(Cancel, "a request must not be processed by guessing its target");
    }

    [Requirement("robustness/non-connect-authority", DependsOn = "absolute-form/origin-form")]
    public async Task A_target_in_authority_form_is_for_CONNECT_only()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Head($"GET {origin.Authority} HTTP/1.1", $"Host: {origin.Authority}"), Cancel);
        var response = await client.ReadResponseAsync("GET", Cancel);

        response.Should().BeRejection();
        await origin.Should().HaveSeenNoConnectionAsync(Cancel, "the target is no URI");
        if (response.StatusCode != 400)
            Warn(ReasonIds.Status, $"an invalid request line should be answered 400 (RFC 9112 §3.2), not {response.StatusCode}");
    }

    private async Task AssertRejectedOrReplacedAsync(string fieldLine)
    {
        var forwarded = await ForwardAsync(fieldLine);
        if (forwarded is not null && forwarded.HasField("X-Odd")) forwarded.Should().HaveFieldMatching("X-Odd", "^one two$");
    }

    private async Task<WireRequest?> ForwardAsync(string fieldLines, params int[] refusals)
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        return await SendAsync(origin, Requests.Get(origin.Http("/x"), fieldLines), refusals);
    }

    // What the origin got of a request that it answered 200; null where it was rejected, with one of these status codes if there are any.
    private async Task<WireRequest?> SendAsync(HttpOrigin origin, string request, params int[] refusals)
    {
        await using var client = await Proxy.DialAsync(Cancel);
        await client.SendAsync(request, Cancel);
        if (refusals.Length == 0 && await client.IsClosedAsync(Cancel))
        {
            Warn(ReasonIds.ClosedWithoutReply, "it is rejected by the end of the connection alone");
        }
        else
        {
            var response = await client.ReadResponseAsync("GET", Cancel);
            if (response.StatusCode == 200) return origin.Requests[0];
            if (refusals.Length == 0) response.Should().BeRejection();
            else response.Should().HaveStatus(refusals);
        }

        await origin.Should().HaveReceivedNothingAsync(Cancel, "it is rejected");
        return null;
    }
}
