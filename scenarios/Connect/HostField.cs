using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>CONNECT and the Host field: there has to be one, and it never decides where the tunnel goes.</summary>
public sealed class HostField(string proxy) : Scenario(proxy)
{
    [Requirement("connect/host-port-elided", DependsOn = "connect/establish")]
    public async Task For_port_80_the_Host_field_may_leave_the_port_out()
    {
        // Who reads the port out of Host may take it for that of https.
        await using var other = await Origins.ListenOnAsync(443, Cancel);
        await using var origin = await Origins.ListenOnAsync(80, Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync($"CONNECT {origin.Authority} HTTP/1.1\r\nHost: {origin.Host}\r\n\r\n", Cancel);
        var response = await client.ReadResponseAsync("CONNECT", Cancel);

        await other.Should().HaveSeenNoConnectionAsync(Cancel, "the target names port 80");
        response.Should().BeSuccessful();
        await AssertReachesAsync(client, origin);
    }

    [Requirement("connect/host-mismatch", DependsOn = "connect/establish")]
    public async Task The_tunnel_goes_to_the_target_whatever_Host_says()
    {
        await using var target = await Origins.ListenAsync(Cancel);
        await using var other = await Origins.ListenAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync($"CONNECT {target.Authority} HTTP/1.1\r\nHost: {other.Authority}\r\n\r\n", Cancel);
        var response = await client.ReadResponseAsync("CONNECT", Cancel);

        // Refusing a contradiction is legal; going to the other host never is.
        await other.Should().HaveSeenNoConnectionAsync(Cancel, "Host does not name the target of a CONNECT");
        if (response.StatusCode == 400) return;
        response.Should().BeSuccessful();
        await AssertReachesAsync(client, target);
    }

    [Requirement("connect/host-missing", DependsOn = "connect/establish")]
    public async Task An_HTTP_1_1_CONNECT_without_Host_is_answered_400()
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync($"CONNECT {origin.Authority} HTTP/1.1\r\n\r\n", Cancel);

        (await client.ReadResponseAsync("CONNECT", Cancel)).Should().HaveStatus(400);
    }

    [Requirement("connect/host-duplicate", DependsOn = "connect/establish")]
    public async Task A_CONNECT_with_two_Host_lines_is_answered_400()
    {
        await using var origin = await Origins.ListenAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);

        await client.SendAsync(Requests.Connect(origin.Authority, $"Host: {origin.Authority}"), Cancel);

        (await client.ReadResponseAsync("CONNECT", Cancel)).Should().HaveStatus(400);
    }

    // A 2xx alone could be of a tunnel to anywhere.
    private async Task AssertReachesAsync(WireConnection client, Origin origin)
    {
        await client.SendAsync(AnyBytes.Ping, Cancel);
        await using var server = await origin.NextConnectionAsync(Cancel);
        (await server.ReadExactlyAsync(AnyBytes.Ping.Length, Cancel)).Should().Equal(AnyBytes.Ping);
    }
}
