using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Responses that have more of something than anybody expects: passed on whole, or replaced by an error.</summary>
public sealed class ResponseLimits(string proxy) : Scenario(proxy)
{
    // Some proxies take seconds for so many fields, and serve nobody else meanwhile.
    [NonParallelizable]
    [Requirement("robustness/response-head-huge", Title = "A huge response head is passed on whole or replaced by a 5xx")]
    [Input("one-field", 1, 1024 * 1024)]
    // More than a hundred, which is a usual limit. A thousand take Traffic Server a second instead of a tenth, and half a minute
    // on a busy machine.
    [Input("many-fields", 300, 350)]
    public Task A_huge_response_head_is_passed_on_whole_or_replaced_by_a_5xx(int count, int length) =>
        AssertHeadAsync(count, length);

    // If the work grows with the square of their number, this takes minutes.
    [NonParallelizable]
    [Requirement("robustness/response-head-huge/ten-thousand-fields", Nightly = true)]
    public async Task A_response_head_of_ten_thousand_fields_is_passed_on_whole_or_replaced_by_a_5xx()
    {
        try
        {
            await AssertHeadAsync(10_000, 10);
        }
        finally
        {
            await SpendAsync(TimeUse.Patience, UntilOthersAreServedAsync());
        }
    }

    [Requirement("robustness/interim-flood", DependsOn = "absolute-form/forward-1xx",
        Title = "After a thousand interim responses the final one still arrives")]
    public async Task Behind_a_thousand_interim_responses_the_final_one_still_comes()
    {
        await using var origin = await Origins.HttpAsync(
            string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </flood>\r\n\r\n", 1000)) + Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/flood")));
        var response = await client.ReadResponseAsync("GET");

        // Giving up on such an origin is a valid choice too; falling silent is not.
        if (response.StatusCode != 200)
            response.Should().BeServerError();
        else
            response.Should().HaveBody("ok");
    }

    private async Task AssertHeadAsync(int count, int length)
    {
        var fields = string.Concat(Enumerable.Range(0, count).Select(i => $"X-Huge-{i}: {new string('a', length)}\r\n"));
        await using var origin = await Origins.HttpAsync(
            $"HTTP/1.1 200 OK\r\n{Answers.Common}{fields}Content-Length: 2\r\n\r\nok");
        await using var client = await Proxy.DialAsync();

        // A proxy that reads byte by byte takes its time, which no clause forbids.
        await client.SendAsync(Requests.Get(origin.Http("/huge-head")));
        var response = await client.ReadResponseAsync("GET", within: Waits.Scenario / 2);

        // 1. Giving up on such an origin is a valid choice too.
        if (response.StatusCode != 200)
        {
            response.Should().BeServerError("the origin sent 200, so any other status is the proxy's own");
            return;
        }

        // 2. A body that does not end as the origin's does is not the origin's.
        if (response.Body.Length > 0 && !response.BodyText.EndsWith("ok", StringComparison.Ordinal))
        {
            throw new RequirementBrokenException(
                ReasonIds.BodyDiffers,
                $"expected the origin's 200, or a 5xx, but got the proxy's own \"{response}\": the origin did not send the "
                + $"{response.Body.Length} bytes of its body")
            {
                Marks = response.Marks.Body,
            };
        }

        // 3. Otherwise all of the fields have to arrive.
        Grade(response, count * length);
    }

    // The next case must not pay for it. Several requests are sent, since each may fall to another thread.
    private async Task UntilOthersAreServedAsync()
    {
        for (var i = 0; i < 8; i++)
        {
            await using var origin = await Origins.HttpAsync(Answers.Ok);
            await using var client = await Proxy.DialAsync();
            await client.SendAsync(Requests.Get(origin.Http("/x")));
            await client.IsClosedAsync(within: Waits.Nightly / 2);
        }
    }

    private static void Grade(WireResponse response, int sent)
    {
        var got = response.Fields.Where(field => field.Name.StartsWith("X-Huge-", StringComparison.OrdinalIgnoreCase))
            .Sum(field => field.Value.Length);
        if (got != sent)
        {
            throw new Model.RequirementBrokenException(ReasonIds.FieldAbsent,
                $"expected {sent} bytes in the values of X-Huge-*, but got {got}: the head is truncated")
            {
                Marks = response.Marks.Head,
            };
        }
    }
}
