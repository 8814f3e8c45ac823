using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Informational;

/// <summary>Sends a proxy a request in origin-form, the form for origin servers (RFC 9112 §3.2.1, §3.3).</summary>
public sealed class OriginForm(string proxy) : Scenario(proxy)
{
    [Requirement("informational/origin-form", DependsOn = "absolute-form/origin-form",
        Title = "What becomes of a request in origin-form")]
    public async Task What_becomes_of_a_request_in_origin_form()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Head("GET /x HTTP/1.1", $"Host: {origin.Authority}"));
        var response = await client.IsClosedAsync() ? null : await client.ReadResponseAsync("GET");

        Note(origin.Requests.Count > 0 ? "forwarded to the host that Host names"
            : response is null ? "the connection is closed without a response"
            : $"answered by the proxy itself: \"{response}\"");
    }
}
