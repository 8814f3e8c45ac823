using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>
/// Request lines and field lines whose ends, or parts, two recipients could see in different places (RFC 9112 §2.2, §5.2).
/// </summary>
public sealed class FieldLines(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/obs-fold", Title = "A folded field line is rejected with 400 or unfolded")]
    [Input("space", " ")]
    [Input("tab", "\t")]
    public async Task A_folded_field_line_is_answered_400_or_unfolded(string whitespace)
    {
        var forwarded = await ForwardAsync($"X-Folded: one\r\n{whitespace}two", "a field line is folded");
        if (forwarded is null)
            return;

        forwarded.RawHead.Should().NotContain($"\n{whitespace}", "a fold must not be forwarded");
        forwarded.Should().HaveFieldMatching("X-Folded", "one two", "^one[ \t]+two$", "a fold becomes a space");

        // The clause requires SP, but a HTAB there misleads nobody.
        if (forwarded.Field("X-Folded")!.Contains('\t', StringComparison.Ordinal))
        {
            Warn(ReasonIds.FieldValue, "the fold is not replaced by SP alone: a HTAB remains",
                forwarded.Marks.Fields("X-Folded"));
        }
    }

    [Requirement("robustness/bare-lf", Title = "A line that ends with LF alone is not forwarded as such")]
    public async Task A_line_that_ends_with_LF_alone_is_not_forwarded_as_such()
    {
        var forwarded = await ForwardAsync("X-First: 1\nX-Second: 2", "a line ends with LF alone");
        forwarded?.RawHead.Should().NotContain("1\nX-Second", "lines end with CRLF");
    }

    // Considering the element invalid may mean leaving it out; if it is forwarded, it has a SP in place of the byte.
    [Requirement("robustness/bare-cr")]
    public Task A_CR_inside_a_field_value_is_rejected_or_replaced() =>
        AssertRejectedOrReplacedAsync("X-Odd: one\rtwo", "a field value has a CR in it");

    [Requirement("robustness/nul")]
    public Task A_NUL_inside_a_field_value_is_rejected_or_replaced() =>
        AssertRejectedOrReplacedAsync("X-Odd: one\0two", "a field value has a NUL in it");

    [Requirement("robustness/space-first-line")]
    public async Task A_first_field_line_that_begins_with_whitespace_is_rejected_or_left_out()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var forwarded = await SendAsync(
            origin,
            Requests.Head($"GET {origin.Http("/x")} HTTP/1.1", " X-Odd: 1", $"Host: {origin.Authority}"),
            "the first field line begins with whitespace");

        forwarded?.RawHead.Should().NotContain("X-Odd", "the whole line has to be ignored");
    }

    [Requirement("robustness/invalid-request-line",
        Title = "A target with a space in it is rejected with 400 or redirected with 301")]
    public async Task A_target_with_a_space_in_it_is_answered_400_or_301()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await AssertRefusedAsync(
            client,
            Requests.Head($"GET {origin.Http("/a b")} HTTP/1.1", $"Host: {origin.Authority}"),
            "a request must not be processed by guessing its target",
            origin);
    }

    [Requirement("robustness/non-connect-authority", Title = "A target in authority-form is for CONNECT only")]
    public async Task A_target_in_authority_form_is_for_CONNECT_only()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await AssertRefusedAsync(
            client, Requests.Head($"GET {origin.Authority} HTTP/1.1", $"Host: {origin.Authority}"), "the target is not a URI",
            origin);
    }

    private async Task AssertRejectedOrReplacedAsync(string fieldLine, string because)
    {
        var forwarded = await ForwardAsync(fieldLine, because);
        if (forwarded is not null && forwarded.HasField("X-Odd"))
            forwarded.Should().HaveFieldMatching("X-Odd", "one two", "^one two$", "the invalid byte becomes a space");
    }

    private async Task<WireRequest?> ForwardAsync(string fieldLines, string because)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        return await SendAsync(origin, Requests.Get(origin.Http("/x"), fieldLines), because);
    }

    // The request as the origin received it, if it was forwarded; null if it was rejected.
    private async Task<WireRequest?> SendAsync(HttpOrigin origin, string request, string because)
    {
        await using var client = await Proxy.DialAsync();
        return (await ForwardedUnlessRefusedAsync(client, request, because, origin)).Forwarded;
    }
}
