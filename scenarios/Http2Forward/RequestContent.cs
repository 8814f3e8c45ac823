using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2Forward.Http2Requests;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>Where the content of a request ends: with the stream, and Content-Length has to agree (RFC 9113 §8.1.1).</summary>
public sealed class RequestContent(string proxy) : Scenario(proxy)
{
    [Requirement("h2-forward/content-length-none", Title = "Content without a length has an end in HTTP/1 too")]
    public async Task Content_without_a_length_has_an_end_in_HTTP_1_too()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        (await H2.ForwardedAsync(origin, Fields("POST", origin.Authority, "/x"), "hello")).Should().HaveBody("hello");
    }

    [Requirement("h2-forward/content-length-short", Title = "Content longer than Content-Length says is not forwarded")]
    [Input("zero", "")]
    [Input("less", "hello")]
    public Task Content_longer_than_Content_Length_says_is_not_forwarded(string announced) => AssertNotForwardedAsync(
        origin => announced + Requests.Head("GET /smuggled HTTP/1.1", $"Host: {origin.Authority}"),
        announced.Length,
        "there is more than that");

    [Requirement("h2-forward/content-length-long", Title = "Content shorter than Content-Length says is not forwarded")]
    [Input("none", "")]
    [Input("less", "hello")]
    public Task Content_shorter_than_Content_Length_says_is_not_forwarded(string content) =>
        AssertNotForwardedAsync(_ => content.Length > 0 ? content : null, 10, "there is less than that");

    private async Task AssertNotForwardedAsync(Func<Origin, string?> content, int length, string because)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await H2.DialAsync();
        var fields = Fields("POST", origin.Authority, "/x", new Http2Field("content-length", $"{length}"));
        var outcome = await (await client.SendAsync(fields, content(origin))).OutcomeAsync();

        // 1. The beginning may have been forwarded already, but nothing that looks complete.
        await Injected.AssertStayedContentAsync(origin);
        AssertMalformed(outcome, $"Content-Length is {length}, and {because}");
        var complete = origin.Requests.FirstOrDefault(request => request.BodyEnd.Kind != BodyEndKind.Incomplete);
        if (complete is not null && length == 0)
        {
            Note("the request has been forwarded as an empty one before its content was looked at");
        }
        else if (complete is not null)
        {
            throw new RequirementBrokenException(ReasonIds.BodyComplete,
                $"expected nothing complete at the origin, but it got \"{complete}\" with {complete.Body.Length} bytes")
            {
                Marks = complete.Marks.End,
            };
        }

        // 2. The next request is not taken for the rest of it.
        if (outcome.CostsSiblings)
            return;
        (await (await client.GetAsync(origin, "/next")).ResponseAsync()).Should().HaveStatus(200);
    }
}
