using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Requests whose version is higher than HTTP/1.1, or malformed (RFC 9110 §2.5).</summary>
public sealed class Versions(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/minor-version",
        Title = "A higher minor version is served as HTTP/1.1 and not forwarded to the origin")]
    [Input("1-2", "HTTP/1.2")]
    [Input("1-9", "HTTP/1.9")]
    public async Task A_higher_minor_version_is_served_as_HTTP_1_1_and_does_not_go_on_to_the_origin(string version)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        // Serving it is a SHOULD, so every kind of refusal warns; sending the proxy's own version is a MUST.
        var forwarded = await ForwardedAsync(client,
            Requests.Head($"GET {origin.Http("/x")} {version}", $"Host: {origin.Authority}"), origin);
        if (forwarded is null)
            return;
        if (forwarded.Version != "HTTP/1.0")
            forwarded.Should().HaveVersion("HTTP/1.1", "a proxy sends its own version");
    }

    [Requirement("robustness/major-version", Title = "A request with another major version is rejected with 505")]
    [Input("2-0", "HTTP/2.0")]
    [Input("3-0", "HTTP/3.0")]
    public Task A_request_of_another_major_version_is_answered_505(string version) =>
        AssertVersionRefusedAsync(version, $"there is no {version} in HTTP/1 framing");

    [Requirement("robustness/version-syntax", Title = "A malformed version is rejected")]
    [Input("lower-case", "http/1.1")]
    [Input("two-digits", "HTTP/1.10")]
    [Input("leading-zero", "HTTP/01.1")]
    [Input("no-minor", "HTTP/1")]
    [Input("other-name", "XTTP/1.1")]
    public Task A_version_that_is_not_written_as_one_is_rejected(string version) =>
        AssertVersionRefusedAsync(version, $"'{version}' is not HTTP, a slash, a digit, a dot and a digit");

    private async Task AssertVersionRefusedAsync(string version, string because)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await AssertRefusedAsync(client, Requests.Head($"GET {origin.Http("/x")} {version}", $"Host: {origin.Authority}"),
            because, origin);
    }
}
