using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Informational;

/// <summary>A request that has passed through the proxy before, according to its Via (RFC 9110 §7.6.3).</summary>
public sealed class ViaLoop(string proxy) : Scenario(proxy)
{
    [Requirement("informational/via-loop", DependsOn = "absolute-form/origin-form")]
    public async Task What_becomes_of_a_request_that_the_proxy_has_forwarded_before()
    {
        // 1. The first request shows the name by which the proxy would recognise itself.
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var first = await Proxy.DialAsync();
        await first.SendAsync(Requests.Get(origin.Http("/1")));
        await first.ReadResponseAsync("GET");
        var via = origin.Requests[0].Field("Via") ?? throw new NotApplicableException("the proxy adds no Via");

        // 2. A request comes back with that name in it, often enough to be a loop.
        await using var again = await Proxy.DialAsync();
        await again.SendAsync(Requests.Get(origin.Http("/2"), $"Via: {via}, {via}, {via}"));
        var response = await again.IsClosedAsync() ? null : await again.ReadResponseAsync("GET");

        Note(origin.Requests.Count > 1 ? "forwarded once more"
            : response is null ? "the connection is closed without a response"
            : $"treated as a loop: \"{response}\"");
    }
}
