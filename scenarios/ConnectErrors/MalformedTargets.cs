using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.ConnectErrors;

/// <summary>
/// Targets that are not <c>host:port</c>. Each is made so that lenient parsing reaches a live origin, which then has to have
/// seen nothing: that a dial failed elsewhere is no rejection.
/// </summary>
public sealed class MalformedTargets(string proxy) : Scenario(proxy)
{
    [Requirement("connect-errors/empty-port", DependsOn = "connect/establish")]
    public async Task A_target_with_an_empty_port_is_rejected()
    {
        await using var https = await Origins.ListenOnAsync(443, Cancel);
        await using var http = await Origins.ListenOnAsync(80, Cancel);
        await AssertRejectedAsync($"{https.Host}:", https, http);
    }

    [Requirement("connect-errors/nonnumeric-port", DependsOn = "connect/establish")]
    [Input("letters", "{0}abc")]
    [Input("plus", "+{0}")]
    [Input("hex", "0x{0:x}")]
    public async Task A_target_whose_port_is_not_all_digits_is_rejected(string port)
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        await AssertRejectedAsync($"{origin.Host}:{Fill(port, origin.Port)}", [origin, .. await DefaultPortsAsync()]);
    }

    [Requirement("connect-errors/port-overflow", DependsOn = "connect/establish")]
    [Input("16-bit", 1L << 16)]
    [Input("32-bit", 1L << 32)]
    public async Task A_port_beyond_65535_is_rejected_and_does_not_wrap_around(long wrap)
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        await AssertRejectedAsync($"{origin.Host}:{origin.Port + wrap}", [origin, .. await DefaultPortsAsync()]);
    }

    [Requirement("connect-errors/port-zero", DependsOn = "connect/establish")]
    public async Task Port_0_opens_no_tunnel()
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        var witnesses = await DefaultPortsAsync();
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Connect($"{origin.Host}:0"), Cancel);

        (await client.ReadResponseAsync("CONNECT", Cancel)).Should().BeRejection("nothing listens on port 0");
        foreach (var witness in witnesses)
            await witness.Should().HaveSeenNoConnectionAsync(Cancel, $"port 0 must not be guessed to mean port {witness.Port}");
    }

    [Requirement("connect-errors/missing-port", DependsOn = "connect/establish")]
    public async Task A_target_without_a_port_is_rejected_since_CONNECT_has_no_default_port()
    {
        await using var https = await Origins.ListenOnAsync(443, Cancel);
        await using var http = await Origins.ListenOnAsync(80, Cancel);
        await AssertRejectedAsync(https.Host, https, http);
    }

    [Requirement("connect-errors/userinfo", DependsOn = "connect/establish")]
    public async Task A_target_with_userinfo_is_rejected()
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        await AssertRejectedAsync($"u:p@{origin.Authority}", origin);
    }

    [Requirement("connect-errors/absolute-target", DependsOn = "connect/establish")]
    public async Task A_CONNECT_with_an_absolute_form_target_is_rejected()
    {
        await using var origin = await Origins.HttpAsync(Cancel, Answers.Ok);
        await AssertRejectedAsync($"http://{origin.Authority}/", origin);
    }

    [Requirement("connect-errors/path-suffix", DependsOn = "connect/establish")]
    public async Task A_target_followed_by_a_path_is_rejected()
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        await AssertRejectedAsync($"{origin.Authority}/x", origin);
    }

    [Requirement("connect-errors/empty-host", DependsOn = "connect/establish")]
    public async Task A_target_with_an_empty_host_is_rejected()
    {
        // An empty host resolves to the proxy's own machine, which only for an embedded proxy is where the origin listens.
        await using var origin = await Origins.ListenAsync(Cancel);
        await AssertRejectedAsync($":{origin.Port}", origin);
    }

    [Requirement("connect-errors/unbracketed-ipv6", DependsOn = "connect/establish")]
    public async Task An_IPv6_literal_without_brackets_is_rejected()
    {
        await using var origin = await Origins.ListenV6Async(Cancel);
        await AssertRejectedAsync($"{origin.Host}:{origin.Port}", origin);
    }

    [Requirement("connect-errors/bracketed-non-v6", DependsOn = "connect/establish")]
    [Input("ipv4", true)]
    [Input("name", false)]
    public async Task Brackets_around_anything_but_an_IP_literal_are_rejected(bool address)
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        var host = address ? origin.Address.ToString() : "localhost";
        await AssertRejectedAsync($"[{host}]:{origin.Port}", origin);
    }

    /// <summary>
    /// Origins on the ports that a proxy may fall back to when it can't read one; none where this machine doesn't let the harness
    /// listen there. They are closed with the scenario.
    /// </summary>
    private async Task<Origin[]> DefaultPortsAsync()
    {
        try
        {
            return [await Origins.ListenOnAsync(443, Cancel), await Origins.ListenOnAsync(80, Cancel)];
        }
        catch (NotApplicableException)
        {
            return [];
        }
    }

    private async Task AssertRejectedAsync(string target, params Origin[] witnesses)
    {
        await using var client = await Proxy.DialAsync(Cancel);
        await client.SendAsync($"CONNECT {target} HTTP/1.1\r\nHost: {witnesses[0].Authority}\r\n\r\n", Cancel);

        // 1. The reply is a rejection. Closing without one does reject, if less than politely.
        try
        {
            (await client.ReadResponseAsync("CONNECT", Cancel)).Should().BeRejection($"'{target}' is not host:port");
        }
        catch (RequirementBrokenException closed) when (closed.ReasonId is ReasonIds.ClosedWithoutReply or ReasonIds.ResetWithoutReply)
        {
            Warn(closed.ReasonId, $"'{target}' is rejected by closing, without a reply: {closed.Message}");
        }

        // 2. Nothing was dialled.
        foreach (var witness in witnesses)
        {
            await witness.Should().HaveSeenNoConnectionAsync(Cancel, $"'{target}' must not be guessed to mean port {witness.Port}");
        }
    }

    private static string Fill(string format, int port) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, format, port);
}
