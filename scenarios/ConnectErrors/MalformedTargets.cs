using System.Globalization;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>
/// Targets that are not <c>host:port</c>. Each is made so that lenient parsing reaches a live origin, which must have seen
/// nothing: a dial that failed elsewhere is not a rejection.
/// </summary>
public sealed class MalformedTargets(string proxy) : Scenario(proxy)
{
    [Requirement("connect-errors/empty-port")]
    public async Task A_target_with_an_empty_port_is_rejected()
    {
        await using var origin = await Origins.ListenAsync();
        await AssertRejectedAsync($"{origin.Host}:", meant: null, await DefaultPortsAsync());
    }

    [Requirement("connect-errors/nonnumeric-port")]
    [Input("letters", "{0}abc")]
    [Input("plus", "+{0}")]
    [Input("hex", "0x{0:x}")]
    public async Task A_target_whose_port_is_not_all_digits_is_rejected(string port)
    {
        await using var origin = await Origins.ListenAsync();
        await AssertRejectedAsync($"{origin.Host}:{Fill(port, origin.Port)}", origin, await DefaultPortsAsync());
    }

    [Requirement("connect-errors/port-overflow")]
    [Input("16-bit", 1L << 16)]
    [Input("32-bit", 1L << 32)]
    public async Task A_port_beyond_65535_is_rejected_and_does_not_wrap_around(long wrap)
    {
        await using var origin = await Origins.ListenAsync();
        await AssertRejectedAsync($"{origin.Host}:{origin.Port + wrap}", origin, await DefaultPortsAsync());
    }

    [Requirement("connect-errors/port-overflow", Title = "A port beyond 65535 is rejected and does not become a well-known one")]
    [Input("first", 65536L)]
    [Input("wraps-to-443", (1L << 32) + 443)]
    public async Task A_port_beyond_65535_is_rejected_and_does_not_become_a_well_known_one(long port)
    {
        await using var origin = await Origins.ListenAsync();
        await AssertRejectedAsync($"{origin.Host}:{port}", meant: null, await DefaultPortsAsync());
    }

    [Requirement("connect-errors/port-zero")]
    public async Task Port_0_opens_no_tunnel()
    {
        await using var origin = await Origins.ListenAsync();
        await AssertRejectedAsync($"{origin.Host}:0", meant: null, await DefaultPortsAsync(), "nothing listens on port 0");
    }

    [Requirement("connect-errors/missing-port",
        Title = "A target without a port is rejected, since CONNECT has no default port")]
    public async Task A_target_without_a_port_is_rejected_since_CONNECT_has_no_default_port()
    {
        await using var origin = await Origins.ListenAsync();
        await AssertRejectedAsync(origin.Host, meant: null, await DefaultPortsAsync(), "CONNECT has no default port");
    }

    [Requirement("connect-errors/userinfo")]
    public async Task A_target_with_userinfo_is_rejected()
    {
        await using var origin = await Origins.ListenAsync();
        await AssertRejectedAsync($"u:p@{origin.Authority}", origin, []);
    }

    [Requirement("connect-errors/absolute-target", Title = "A CONNECT with a target in absolute-form is rejected")]
    public async Task A_CONNECT_with_an_absolute_form_target_is_rejected()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await AssertRejectedAsync($"http://{origin.Authority}/", origin, []);
    }

    [Requirement("connect-errors/path-suffix")]
    public async Task A_target_followed_by_a_path_is_rejected()
    {
        await using var origin = await Origins.ListenAsync();
        await AssertRejectedAsync($"{origin.Authority}/x", origin, []);
    }

    [Requirement("connect-errors/empty-host")]
    public async Task A_target_with_an_empty_host_is_rejected()
    {
        // An empty host resolves to the proxy's own machine; the origin listens there only if the proxy is on this one.
        await using var origin = await Origins.ListenNamedAsync();
        await AssertRejectedAsync($":{origin.Port}", meant: null, [origin], "the target names no host");
    }

    [Requirement("connect-errors/unbracketed-ipv6")]
    public async Task An_IPv6_literal_without_brackets_is_rejected()
    {
        await using var origin = await Origins.ListenV6Async();
        await AssertRejectedAsync($"{origin.Host}:{origin.Port}", origin, []);
    }

    [Requirement("connect-errors/bracketed-non-v6")]
    [Input("ipv4", "[{0}]:{2}")]
    [Input("name", "[{1}]:{2}")]
    [Input("doubled", "[[{1}]]:{2}")]
    public async Task Brackets_around_anything_but_an_IP_literal_are_rejected(string target)
    {
        await using var origin = await Origins.ListenNamedAsync();
        await AssertRejectedAsync(string.Format(CultureInfo.InvariantCulture, target, origin.Address, origin.Host, origin.Port),
            origin, []);
    }

    // The Host field is valid and names a live origin, so that only the target is malformed.
    private async Task AssertRejectedAsync(string target, Origin? meant, Origin[] guesses, string? because = null)
    {
        await using var client = await Proxy.DialAsync();
        var host = (meant ?? guesses.FirstOrDefault())?.Authority ?? "origin.invalid";
        await AssertConnectRefusedAsync(
            client, Requests.Head($"CONNECT {target} HTTP/1.1", $"Host: {host}"), because ?? $"'{target}' is not host:port",
            meant, guesses);
    }

    private static string Fill(string format, int port) => string.Format(CultureInfo.InvariantCulture, format, port);
}
