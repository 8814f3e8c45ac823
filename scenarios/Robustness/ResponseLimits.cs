using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Responses that have more of something than anybody expects: passed on whole, or bounded with a word.</summary>
public sealed class ResponseLimits(string proxy) : Scenario(proxy)
{
    // Some proxies take seconds for so many fields, and serve nobody else meanwhile.
    [NonParallelizable]
    [Requirement("robustness/response-head-huge", Title = "A huge response head is passed on whole or replaced by a 5xx")]
    [Input("one-field", 1, 1024 * 1024)]
    // Above the hundred that is a usual limit. A thousand take Traffic Server a second instead of a tenth, and on a busy machine
    // half a minute.
    [Input("many-fields", 300, 350)]
    public Task A_huge_response_head_is_passed_on_whole_or_replaced_by_a_5xx(int count, int length) =>
        AssertHeadAsync(count, length);

    // Where the work grows with the square of their number it takes minutes.
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

    [Requirement("robustness/interim-flood", DependsOn = "absolute-form/forward-1xx")]
    public async Task Behind_a_thousand_interim_responses_the_final_one_still_comes()
    {
        await using var origin = await Origins.HttpAsync(
            string.Concat(Enumerable.Repeat("HTTP/1.1 103 Early Hints\r\nLink: </flood>\r\n\r\n", 1000)) + Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/flood")));
        var response = await client.ReadResponseAsync("GET");

        // To give up on such an origin is a choice too; to fall silent is none.
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

        // A proxy that reads byte by byte takes its time, and no clause says that it must not.
        await client.SendAsync(Requests.Get(origin.Http("/huge-head")));
        var response = await client.ReadResponseAsync("GET", within: Waits.Scenario / 2);

        // 1. To give up on such an origin is a choice too.
        if (response.StatusCode != 200)
        {
            response.Should().BeServerError("the origin sent 200, so that another status is the proxy's own");
            return;
        }

        // 2. A body that does not end as the origin's does, the origin did not send.
        if (response.Body.Length > 0 && !response.BodyText.EndsWith("ok", StringComparison.Ordinal))
        {
            throw new RequirementBrokenException(
                ReasonIds.BodyDiffers,
                $"expected the origin's 200, or a 5xx, but got \"{response}\" of the proxy's own, whose {response.Body.Length} "
                    + "bytes the origin did not send");
        }

        // 3. Else all of it has to come.
        Grade(response.Fields.Where(field => field.Name.StartsWith("X-Huge-", StringComparison.OrdinalIgnoreCase))
            .Sum(field => field.Value.Length), count * length);
    }

    // What runs next is not to pay for it. Several are asked for, as each may fall to another thread.
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

    private static void Grade(int got, int sent)
    {
        if (got != sent)
        {
            throw new Model.RequirementBrokenException(ReasonIds.FieldAbsent,
                $"expected {sent} bytes in the values of X-Huge-*, but got {got}: the head is cut");
        }
    }
}
