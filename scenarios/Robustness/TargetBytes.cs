using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Targets with bytes that a URI must not contain (RFC 3986 §2, RFC 9112 §3.2).</summary>
public sealed class TargetBytes(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/target-octets", Title = "A target with bytes that a URI must not contain is rejected")]
    [Input("nul", "/a\0b")]
    [Input("control", "/a\u0001b")]
    [Input("delete", "/a\u007fb")]
    [Input("beyond-ascii", "/caf\u00c3\u00a9")]
    [Input("backslash", "/a\\b")]
    [Input("delimiters", "/<\">")]
    [Input("braces", "/{|}^`")]
    public async Task A_target_with_bytes_that_no_URI_has_is_rejected(string path)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await AssertRefusedAsync(client, Requests.Get(origin.Http(path)), "a URI must not contain such bytes", origin);
    }
}
