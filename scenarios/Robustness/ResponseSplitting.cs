using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Lines in a response's head that two recipients could split differently (RFC 9112 §2.2, §5, RFC 9110 §5.5).</summary>
public sealed class ResponseSplitting(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/response-splitting",
        Title = "Bytes on which parsers of a response head disagree are not passed on")]
    [Input("bare-cr", "X-Odd: one\rX-Injected: two", "one\rX")]
    [Input("nul", "X-Odd: one\0X-Injected: two", "\0")]
    [Input("bare-lf", "X-Odd: one\nX-Next: two", "one\nX")]
    public async Task What_splits_a_response_s_head_differently_is_not_passed_on(string line, string odd)
    {
        if (await PassedOnAsync($"HTTP/1.1 200 OK\r\n{Answers.Common}{line}\r\nContent-Length: 2\r\n\r\nok") is not { } response)
            return;
        response.RawHead.Should().NotContain(odd, "it has to be replaced or left out, or the response replaced");
        response.Should().NotHaveField("X-Injected", "the origin sent it inside a value");
    }

    // Fields are not the proxy's own: it forwards those that it does not know. What is not a field at all it should not forward.
    [Requirement("robustness/response-splitting", Title = "A field line of a response is not passed on if it has no valid name")]
    [Input("no-colon", "X-Odd one")]
    [Input("empty-name", ": one")]
    [Input("space-in-name", "X Odd: one")]
    [Input("high-byte-in-name", "X-\u0085: one")]
    public async Task A_field_line_of_a_response_that_has_no_valid_name_is_not_passed_on(string line)
    {
        if (await PassedOnAsync($"HTTP/1.1 200 OK\r\n{Answers.Common}{line}\r\nContent-Length: 2\r\n\r\nok") is not { } response)
            return;
        if (response.RawHead.Span.IndexOf(Encoding.Latin1.GetBytes($"\n{line}\r")) >= 0)
        {
            Warn(ReasonIds.UnexpectedBytes,
                $"expected \"{ByteText.Escape(line)}\" to be repaired or left out, or the response to be replaced, but it is "
                + "passed on as it came",
                response.Marks.Head);
        }
    }

    [Requirement("robustness/response-splitting/space-first-line",
        Title = "A response's first field line is left out if it begins with whitespace")]
    public async Task A_response_s_first_field_line_that_begins_with_whitespace_is_left_out()
    {
        if (await PassedOnAsync($"HTTP/1.1 200 OK\r\n X-Odd: one\r\n{Answers.Common}Content-Length: "
            + "2\r\n\r\nok") is not { } response)
        {
            return;
        }

        response.RawHead.Should().NotContain("X-Odd", "the whole line has to be ignored");
    }

    private async Task<WireResponse?> PassedOnAsync(string answer)
    {
        await using var origin = await Origins.HttpExactlyAsync(answer);
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/splitting")));
        return await Replaced.OrPassedOnAsync(client, "GET", Warn);
    }
}
