using ConformanceKit.Grading;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Lines in a response's head that two recipients could split differently (RFC 9112 §2.2, §5, RFC 9110 §5.5).</summary>
public sealed class ResponseSplitting(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/response-splitting", DependsOn = "absolute-form/origin-form",
        Title = "What splits a response's head differently for different recipients is not passed on")]
    [Input("bare-cr", "X-Odd: one\rX-Injected: two", "one\rX")]
    [Input("nul", "X-Odd: one\0X-Injected: two", "\0")]
    [Input("bare-lf", "X-Odd: one\nX-Next: two", "one\nX")]
    [Input("no-colon", "X-Odd one", "X-Odd one\r\n")]
    [Input("empty-name", ": one", "\n:")]
    [Input("space-in-name", "X Odd: one", "X Odd:")]
    [Input("high-byte-in-name", "X-\u0085: one", "X-\u0085")]
    public async Task What_splits_a_response_s_head_differently_is_not_passed_on(string line, string odd)
    {
        if (await PassedOnAsync($"HTTP/1.1 200 OK\r\n{Answers.Common}{line}\r\nContent-Length: 2\r\n\r\nok") is not { } response) return;
        response.RawHead.ToArray().Should().NotContain(odd, "it is to be replaced, left out, or the response with it");
        response.Should().NotHaveField("X-Injected", "the origin sent it inside a value");
    }

    [Requirement("robustness/response-splitting/space-first-line", DependsOn = "absolute-form/origin-form")]
    public async Task A_response_s_first_field_line_that_begins_with_whitespace_is_left_out()
    {
        if (await PassedOnAsync($"HTTP/1.1 200 OK\r\n X-Odd: one\r\n{Answers.Common}Content-Length: 2\r\n\r\nok") is not { } response) return;
        response.RawHead.ToArray().Should().NotContain("X-Odd", "the whole line is to be ignored");
    }

    private async Task<WireResponse?> PassedOnAsync(string answer)
    {
        await using var origin = await Origins.HttpExactlyAsync(Cancel, answer);
        await using var client = await Proxy.DialAsync(Cancel);
        await client.SendAsync(Requests.Get(origin.Http("/splitting")), Cancel);
        return await Replaced.OrPassedOnAsync(client, "GET", Warn, Cancel);
    }
}
