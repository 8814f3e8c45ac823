using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>What :authority names: host and port, and nothing else (RFC 9113 §8.5, RFC 9110 §9.3.6).</summary>
public sealed class Targets(string proxy) : Scenario(proxy)
{
    [Requirement("h2/authority-no-port", Title = "An authority without a port is refused")]
    public async Task An_authority_without_a_port_is_refused()
    {
        const string because = "CONNECT has no default port";
        var guesses = await DefaultPortsAsync();
        await using var origin = await Origins.ListenAsync();
        await AssertRefusedAsync(await H2.ConnectAsync(origin.Host), because);
        foreach (var guess in guesses)
            await guess.Should().HaveSeenNoConnectionAsync(because);
    }

    [Requirement("h2/authority-userinfo", Title = "An authority with userinfo is refused")]
    public Task An_authority_with_userinfo_is_refused() =>
        AssertRefusedAsync(origin => $"u@{origin.Authority}", "the target is only host and port");

    [Requirement("h2/authority-path", Title = "An authority with a path is refused")]
    public Task An_authority_with_a_path_is_refused() =>
        AssertRefusedAsync(origin => $"{origin.Authority}/x", "the target is only host and port");

    [Requirement("h2/authority-bad-port", Title = "An authority with a port that is none is refused")]
    [Input("hex", true)]
    [Input("too-large", false)]
    public Task An_authority_with_a_port_that_is_none_is_refused(bool hex) => AssertRefusedAsync(
        origin => hex ? $"{origin.Host}:0x{origin.Port:x}" : $"{origin.Host}:{origin.Port + 65_536}",
        "a port is a decimal number below 65536");

    [Requirement("h2/ipv6-literal", Feature = ProxyFeatures.IPv6, Title = "An IPv6 address stands in brackets")]
    [Input("brackets", true)]
    [Input("bare", false)]
    public async Task An_IPv6_address_stands_in_brackets(bool brackets)
    {
        await using var origin = await Origins.ListenV6Async();
        var stream = await H2.ConnectAsync(brackets ? origin.Authority : $"{origin.Host}:{origin.Port}");
        if (brackets)
            (await stream.ResponseAsync()).Should().BeSuccessful();
        else
            await AssertRefusedAsync(stream, "nobody can tell the address from the port");
    }

    // RFC 9113 §8.3.1
    [Requirement("h2/host-mismatch", Title = "Host does not replace :authority")]
    public async Task Host_does_not_replace_the_authority()
    {
        await using var meant = await Origins.ListenAsync();
        await using var other = await Origins.ListenAsync();
        var stream = await H2.ConnectAsync(meant.Authority, new Http2Field("host", other.Authority));

        var outcome = await stream.OutcomeAsync();
        await other.Should().HaveSeenNoConnectionAsync("Host must not be used to determine the target");
        if (outcome.Response is { IsSuccessful: true })
            Warn(ReasonIds.Accepted, "the tunnel is open although Host names another target", outcome.Marks);
    }

    private async Task AssertRefusedAsync(Func<Origin, string> authority, string because)
    {
        await using var origin = await Origins.ListenAsync();
        await AssertRefusedAsync(await H2.ConnectAsync(authority(origin)), because);
        await origin.Should().HaveSeenNoConnectionAsync(because);
    }
}
