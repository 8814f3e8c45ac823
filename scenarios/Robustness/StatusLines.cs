using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Origins that answer with something other than an HTTP response, or not at all (RFC 9112 §4, RFC 9110 §15).</summary>
public sealed class StatusLines(string proxy) : Scenario(proxy)
{
    private const string Rest = Answers.Common + "Content-Length: 5\r\n\r\nhello";

    [Requirement("robustness/status-line", Title = "A malformed status line is replaced by a 502")]
    [Input("zero", "HTTP/1.1 0 x\r\n")]
    [Input("two-digits", "HTTP/1.1 20 OK\r\n")]
    [Input("four-digits", "HTTP/1.1 2000 OK\r\n")]
    [Input("negative", "HTTP/1.1 -200 OK\r\n")]
    [Input("letters", "HTTP/1.1 abc OK\r\n")]
    [Input("colon", "HTTP/1.1 404: Not Found\r\n")]
    public async Task A_malformed_status_line_is_replaced_by_a_502(string statusLine)
    {
        if (await AskAsync(statusLine + Rest, reset: false, 502) is { } passedOn)
            passedOn.Should().HaveStatus(502);
    }

    // They have a success code where a status line has its code, so a recipient can tell what they meant (RFC 9110 §2.4).
    [Requirement("robustness/status-line", Title = "A status line without the name and version of HTTP is replaced by a 502")]
    [Input("no-slash", "HTTP 200 OK\r\n")]
    [Input("icy", "ICY 200 OK\r\n")]
    public async Task A_status_line_without_the_name_and_version_of_HTTP_is_replaced_by_a_502(string statusLine)
    {
        if (await AskAsync(statusLine + Rest, reset: false, 502) is not { } passedOn)
            return;
        if (passedOn.StatusCode != 200 || passedOn.BodyText != "hello")
            passedOn.Should().HaveStatus(502);
        Warn(ReasonIds.Accepted,
            $"expected 502, but \"{statusLine[..^2]}\" is taken for what it may have meant: got \"{passedOn}\" and its content",
            passedOn.Marks.StartLine);
    }

    [Requirement("robustness/status-line/garbage", Title = "What is not HTTP at all is replaced by a 502")]
    public async Task What_is_no_HTTP_at_all_is_replaced_by_a_502()
    {
        if (await AskAsync("garbage\r\n\r\n", reset: false, 502) is { } passedOn)
            passedOn.Should().HaveStatus(502);
    }

    // With three digits it has the form of a status code, but it is in none of the five classes (RFC 9110 §15).
    [Requirement("robustness/status-line/below-100")]
    public async Task A_status_code_below_100_is_replaced_by_a_502()
    {
        if (await AskAsync("HTTP/1.1 099 x\r\n" + Rest, reset: false, 502) is not { } passedOn)
            return;
        if (passedOn.StatusCode != 99)
            passedOn.Should().HaveStatus(502);
        Warn(ReasonIds.Status, $"expected 502, but a status code that is in no class is passed on: got \"{passedOn}\"",
            passedOn.Marks.StartLine);
    }

    [Requirement("robustness/no-response", Title = "An error answers for an origin that ends without a response")]
    [Input("close", false)]
    [Input("reset", true)]
    public async Task An_origin_that_ends_without_a_response_is_answered_for_with_a_5xx(bool reset)
    {
        if (await AskAsync("", reset) is not { } passedOn)
            return;
        throw new RequirementBrokenException(ReasonIds.Accepted,
            $"expected a 4xx or 5xx, but got \"{passedOn}\", which the origin did not send")
        {
            FailsAtAnyLevel = passedOn.IsSuccessful,
            Marks = passedOn.Marks.StartLine,
        };
    }

    // Returns what was passed on, once the next client was served; null if the proxy answered for the origin.
    private async Task<WireResponse?> AskAsync(string answer, bool reset, params int[] named)
    {
        await using var origin = reset
            ? await Origins.ResettingAsync(CloseTiming.AfterRequest, answer)
            : await Origins.HttpExactlyClosingAsync(answer);
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/malformed")));
        var sent = answer.Length > 0
            ? $"\"{answer[..answer.IndexOf('\r', StringComparison.Ordinal)]}\" is not a valid status line"
            : "the origin ended without sending a byte";
        var response = await Replaced.OrPassedOnAsync(
            client, "GET", (id, text, marks) => Warn(id, $"{text}; expected because {sent}", marks), named);

        await using var next = await Origins.HttpAsync(Answers.Ok);
        await using var other = await Proxy.DialAsync();
        await other.SendAsync(Requests.Get(next.Http("/x")));
        (await other.ReadResponseAsync("GET")).Should().HaveStatus(200);
        return response;
    }
}
