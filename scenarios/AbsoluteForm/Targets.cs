using ConformanceKit.Grading;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Targets that are correct but uncommon, and how much of one goes on to the origin (RFC 9112 §3.2.1).</summary>
public sealed class Targets(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/query-without-path", DependsOn = "absolute-form/origin-form")]
    [Input("query", "?q=1")]
    [Input("uri-in-query", "?q=http://evil.invalid/")]
    public async Task A_query_behind_an_empty_path_is_sent_behind_a_slash(string query)
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Get(origin.Http(query)), Cancel);

        (await client.ReadResponseAsync("GET", Cancel)).Should().HaveStatus(200);
        origin.Requests[0].Should().HaveTarget("/" + query).And.HaveSingleField("Host", origin.Authority);
    }
}
