using System.Globalization;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>CONNECT and the Host field: there has to be one, and it never decides where the tunnel goes.</summary>
public sealed class HostField(string proxy) : Scenario(proxy)
{
    [Requirement("connect/host-port-elided", Title = "The Host of a CONNECT to port 80 may omit the port")]
    public async Task For_port_80_the_Host_field_may_leave_the_port_out()
    {
        // A proxy that reads the port from Host may assume that of https.
        await using var other = await Origins.ListenOnAsync(443);
        await using var origin = await Origins.ListenOnAsync(80);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync($"CONNECT {origin.Authority} HTTP/1.1\r\nHost: {origin.Host}\r\n\r\n");
        var response = await client.ReadResponseAsync("CONNECT");

        await other.Should().HaveSeenNoConnectionAsync("the target names port 80");
        response.Should().BeSuccessful();
        await AssertReachesAsync(client, origin);
    }

    [Requirement("connect/host-mismatch")]
    public async Task The_tunnel_goes_to_the_target_whatever_Host_says()
    {
        await using var target = await Origins.ListenAsync();
        await using var other = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        // Refusing a contradiction is legal; going to the other host never is.
        var server = await OpenedUnlessRefusedAsync(
            client,
            $"CONNECT {target.Authority} HTTP/1.1\r\nHost: {other.Authority}\r\n\r\n",
            "Host does not match the target of the CONNECT",
            target,
            other);
        if (server is null)
            return;
        await client.SendAsync(AnyBytes.Ping);
        (await server.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
    }

    [Requirement("connect/host-missing", Title = "An HTTP/1.1 CONNECT without Host is rejected with 400")]
    public Task An_HTTP_1_1_CONNECT_without_Host_is_answered_400() => AssertRejectedAsync("HTTP/1.1 requires Host");

    [Requirement("connect/host-duplicate", Title = "A CONNECT with two Host lines is rejected with 400")]
    public Task A_CONNECT_with_two_Host_lines_is_answered_400() =>
        AssertRejectedAsync("there are two Host lines", "Host: {0}", "Host: {0}");

    private async Task AssertRejectedAsync(string because, params string[] hosts)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        var lines = hosts.Select(host => string.Format(CultureInfo.InvariantCulture, host, origin.Authority));
        await AssertConnectRefusedAsync(client, Requests.Head($"CONNECT {origin.Authority} HTTP/1.1", [.. lines]), because,
            origin);
    }

    // A 2xx alone could be for a tunnel to anywhere.
    private static async Task AssertReachesAsync(WireConnection client, Origin origin)
    {
        await client.SendAsync(AnyBytes.Ping);
        await using var server = await origin.NextConnectionAsync();
        (await server.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
    }
}
