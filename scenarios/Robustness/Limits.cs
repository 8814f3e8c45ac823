using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>What a proxy takes at least, and what it says when something is too much (RFC 9112 §3, RFC 9110 §5.4).</summary>
public sealed class Limits(string proxy) : Scenario(proxy)
{
    private const int Huge = 1024 * 1024;

    [Requirement("robustness/uri-8000", DependsOn = "absolute-form/origin-form")]
    public async Task A_request_line_of_8000_octets_is_forwarded()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);
        var path = "/".PadRight(8000 - $"GET {origin.Http("")} HTTP/1.1".Length, 'a');

        await client.SendAsync(Requests.Get(origin.Http(path)), Cancel);

        (await client.ReadResponseAsync("GET", Cancel)).Should().HaveStatus(200);
        origin.Requests[0].Should().HaveTarget(path);
    }

    [Requirement("robustness/uri-huge", DependsOn = "absolute-form/origin-form")]
    public async Task A_target_of_1_MiB_is_answered_414_or_forwarded_whole()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        var path = "/".PadRight(Huge, 'a');

        WireResponse? answer;
        try
        {
            answer = await SendHugeAsync(Requests.Get(origin.Http(path)));
        }
        catch (RequirementBrokenException error) when (error.ReasonId == ReasonIds.BytesTimeout)
        {
            // No clause says how fast; a proxy that reads octet by octet may still be on its way to either.
            Warn(ReasonIds.BytesTimeout, $"a target of 1 MiB is neither answered nor forwarded: {error.Message}");
            return;
        }

        switch (answer)
        {
            case null:
                Warn(ReasonIds.ClosedWithoutReply, "a target that is too long ends the connection without a 414");
                break;
            case { StatusCode: 200 }:
                origin.Requests[0].Should().HaveTarget(path);
                break;
            case { StatusCode: 400 or 431 } response:
                Warn(ReasonIds.Status, $"a target that is too long is answered {response.StatusCode} instead of 414");
                break;
            case var response:
                response.Should().HaveStatus(414);
                break;
        }
    }

    [Requirement("robustness/headers-huge", DependsOn = "absolute-form/origin-form")]
    public async Task A_field_line_of_1_MiB_is_answered_4xx_or_forwarded_whole()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        var value = new string('a', Huge);

        var response = await SendHugeAsync(Requests.Get(origin.Http("/x"), $"X-Huge: {value}"))
            ?? throw new RequirementBrokenException(ReasonIds.ClosedWithoutReply, "expected a 4xx, but the connection ended without a reply");

        response.Should().HaveStatus(200, 400, 413, 431);
        if (response.StatusCode == 200) origin.Requests[0].Should().HaveSingleField("X-Huge", value);
    }

    // A proxy that has seen enough answers, and closes, while the rest is still being sent. One that reads octet by octet takes
    // long for a mebibyte, and no clause says that it mustn't.
    private async Task<WireResponse?> SendHugeAsync(string request)
    {
        await using var client = await Proxy.DialAsync(Cancel);
        var closed = client.IsClosedAsync(Cancel, Waits.Scenario / 2);
        var sending = client.TrySendAsync(request, Cancel);
        var response = await closed ? null : await client.ReadResponseAsync("GET", Cancel);
        await sending;
        return response;
    }
}
