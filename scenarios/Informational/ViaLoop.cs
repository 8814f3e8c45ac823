using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Informational;

/// <summary>A request that has been at the proxy before, by what its Via says (RFC 9110 §7.6.3).</summary>
public sealed class ViaLoop(string proxy) : Scenario(proxy)
{
    [Requirement("informational/via-loop", DependsOn = "absolute-form/origin-form")]
    public async Task What_becomes_of_a_request_that_the_proxy_has_forwarded_before()
    {
        // 1. By which name the proxy would know itself again.
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var first = await Proxy.DialAsync();
        await first.SendAsync(Requests.Get(origin.Http("/1")));
        await first.ReadResponseAsync("GET");
        var via = origin.Requests[0].Field("Via") ?? throw new NotApplicableException("the proxy adds no Via");

        // 2. It comes back, as often as it takes a loop to be one.
        await using var again = await Proxy.DialAsync();
        await again.SendAsync(Requests.Get(origin.Http("/2"), $"Via: {via}, {via}, {via}"));
        var response = await again.IsClosedAsync() ? null : await again.ReadResponseAsync("GET");

        Note(origin.Requests.Count > 1 ? "forwarded once more"
            : response is null ? "the connection is closed without a reply"
            : $"taken for a loop: \"{response}\"");
    }
}
