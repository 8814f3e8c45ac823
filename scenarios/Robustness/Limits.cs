using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>What a proxy accepts at least, and how it replies when something is too large (RFC 9112 §3, RFC 9110 §5.4).</summary>
public sealed class Limits(string proxy) : Scenario(proxy)
{
    private const int Huge = 1024 * 1024;

    [Requirement("robustness/uri-8000")]
    public async Task A_request_line_of_8000_bytes_is_forwarded()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        var path = "/".PadRight(8000 - $"GET {origin.Http("")} HTTP/1.1".Length, 'a');

        await client.SendAsync(Requests.Get(origin.Http(path)));

        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);
        origin.Requests[0].Should().HaveTarget(path);
    }

    [Requirement("robustness/uri-huge", Title = "A target of 1 MiB is rejected with 414 or forwarded whole")]
    public Task A_target_of_1_MiB_is_answered_414_or_forwarded_whole() => AssertTargetAsync(Huge);

    // A buffer, and a request line inside it, have different limits.
    [Requirement("robustness/uri-huge", Title = "A long target is rejected with 414 or forwarded whole")]
    [Input("16-kib", 16 * 1024)]
    [Input("128-kib", 128 * 1024)]
    public Task A_long_target_is_answered_414_or_forwarded_whole(int length) => AssertTargetAsync(length);

    [Requirement("robustness/headers-huge", Title = "A field line of 1 MiB is rejected with 4xx or forwarded whole")]
    public async Task A_field_line_of_1_MiB_is_answered_4xx_or_forwarded_whole()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        var value = new string('a', Huge);

        var request = Requests.Get(origin.Http("/x"), $"X-Huge: {value}");
        var (_, forwarded) = await ForwardedUnlessRefusedAsync(client, request, "a field line of 1 MiB is too large", origin,
            Waits.Scenario / 2);

        forwarded?.Should().HaveSingleField("X-Huge", value);
    }

    // A proxy that reads byte by byte needs a long time for 1 MiB, which no clause forbids.
    private async Task AssertTargetAsync(int length)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        var path = "/".PadRight(length, 'a');

        var (_, forwarded) = await ForwardedUnlessRefusedAsync(
            client, Requests.Get(origin.Http(path)), $"a target of {length / 1024} KiB is too long", origin, Waits.Scenario / 2);

        forwarded?.Should().HaveTarget(path);
    }
}
