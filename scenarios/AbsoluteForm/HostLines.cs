using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Host lines of a request in absolute-form that two recipients could read differently (RFC 9112 §3.2, §5.2).</summary>
public sealed class HostLines(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/host-duplicate", Title = "A request with two Host lines is rejected with 400")]
    [Input("different", "evil.invalid")]
    [Input("same", "")]
    public async Task A_request_with_two_Host_lines_is_answered_400(string other)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var second = other.Length > 0 ? other : origin.Authority;
        await AssertRefusedAsync(client, Requests.Get(origin.Http("/x"), $"Host: {second}"), "there are two Host lines", origin);
    }

    [Requirement("absolute-form/host-folded", Title = "A folded Host is rejected or replaced by the host of the target")]
    public async Task A_folded_Host_is_refused_or_replaced_by_the_host_of_the_target()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var request = Requests.Head($"GET {origin.Http("/x")} HTTP/1.1", $"Host: {origin.Authority}\r\n .evil.invalid");
        var (_, forwarded) = await ForwardedUnlessRefusedAsync(client, request, "the Host line is folded", origin);

        forwarded?.Should().HaveSingleField("Host", origin.Authority);
    }
}
