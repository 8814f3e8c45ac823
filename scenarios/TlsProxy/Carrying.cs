using System.Security.Cryptography;
using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
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
            await client.SendBytewiseAsync(Encoding.Latin1.GetBytes(head));
        }
        else
        {
            await client.SendAsync(head[..^-size]);
            await SpendAsync(TimeUse.Segment, Task.Delay(Waits.Segment, Cancel));
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

        await client.SendAsync(Requests.Connect(origin.Authority, "Connection: close") + AnyBytes.Ping);
        (await client.ReadResponseAsync("CONNECT")).Should().BeSuccessful();
        await client.SendAsync(AnyBytes.Sentinel);

        await using var server = await origin.NextConnectionAsync();
        (await server.ReadExactlyAsync(AnyBytes.Ping.Length))
            .Should().Equal(AnyBytes.Ping, "the client sent this before it had the 2xx, and the sentinel after it");
        (await server.ReadExactlyAsync(AnyBytes.Sentinel.Length)).Should().Equal(AnyBytes.Sentinel);
    }

    [Requirement("tls-proxy/full-duplex", Title = "Both sides can send at once through TLS")]
    public async Task Both_sides_can_send_at_once_through_TLS()
    {
        var up = RandomNumberGenerator.GetBytes(Large);
        var down = RandomNumberGenerator.GetBytes(Large);
        await using var origin = await Origins.ListenAsync();
        var (client, server) = await Proxy.TunnelEndsAsync(origin, Proxy.TlsListener);

        var sending = Task.WhenAll(client.SendAsync(up), server.SendAsync(down));
        var received = await Task.WhenAll(
            server.HashExactlyAsync(Large, within: Waits.Scenario), client.HashExactlyAsync(Large, within: Waits.Scenario));
        await sending;

        AssertSame("client", received[0], up);
        AssertSame("origin", received[1], down);
    }

    private static void AssertSame(string sender, string received, byte[] sent)
    {
        if (received != Convert.ToHexStringLower(SHA256.HashData(sent)))
        {
            throw new RequirementBrokenException(
                ReasonIds.BytesDiffer, $"{sent.Length} bytes arrived, but not those that the {sender} sent");
        }
    }
}
