using System.Security.Cryptography;
using ConformanceKit.Grading;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.TlsProxy;

/// <summary>Records are no message boundaries: what they carry may be cut and joined anywhere.</summary>
public sealed class Carrying(string proxy) : Scenario(proxy)
{
    private const int Large = 16 * 1024 * 1024;

    [Requirement("tls-proxy/small-records", Title = "A head may come in records of any size")]
    [Input("bytewise", 1)]
    [Input("split-end", -3)]
    public async Task A_head_may_come_in_records_of_any_size(int size)
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.DialAsync(Proxy.TlsListener);
        var head = Requests.Connect(origin.Authority);

        if (size > 0)
        {
            foreach (var one in head)
                await client.SendAsync($"{one}");
        }
        else
        {
            await client.SendAsync(head[..^-size]);
            await client.SendAsync(head[^-size..]);
        }

        (await client.ReadResponseAsync("CONNECT")).Should().BeSuccessful();
    }

    [Requirement("tls-proxy/early-data-same-record",
        Title = "Bytes in one record with a CONNECT that has Connection: close reach the origin once")]
    public async Task Bytes_in_one_record_with_a_CONNECT_that_says_close_reach_the_origin_once()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync(Proxy.TlsListener);

        await client.SendAsync(Requests.Connect(origin.Authority, "Connection: close") + "early");
        (await client.ReadResponseAsync("CONNECT")).Should().BeSuccessful();
        await client.SendAsync("later");

        await using var server = await origin.NextConnectionAsync();
        (await server.ReadExactlyAsync(10)).Should().Equal("earlylater");
    }

    [Requirement("tls-proxy/full-duplex", Title = "Both sides can send at once through TLS")]
    public async Task Both_sides_can_send_at_once_through_TLS()
    {
        var up = RandomNumberGenerator.GetBytes(Large);
        var down = RandomNumberGenerator.GetBytes(Large);
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await Proxy.TunnelEndsAsync(origin, Proxy.TlsListener);

        var sending = Task.WhenAll(client.SendAsync(up), server.SendAsync(down));
        var hashes = await Task.WhenAll(server.HashExactlyAsync(Large), client.HashExactlyAsync(Large));
        await sending;

        hashes.Should().Equal(Convert.ToHexStringLower(SHA256.HashData(up)), Convert.ToHexStringLower(SHA256.HashData(down)));
    }
}
