using System.Security.Cryptography;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>What a closed side had sent is delivered, also where the other side is still speaking (RFC 9110 §9.3.6).</summary>
public sealed class Delivery(string proxy) : Scenario(proxy)
{
    private const int Bulk = 256 * 1024;

    // Far from all of it finds room with the client's kernel: the proxy has to keep the rest.
    private const int Window = 16 * 1024;

    [Requirement("tunnel/flush-origin-close-active", DependsOn = "tunnel/flush-origin-close",
        Title = "All that the origin sent before it closed reaches a client that still speaks")]
    public async Task All_that_the_origin_sent_before_it_closed_reaches_a_client_that_still_speaks()
    {
        var data = RandomNumberGenerator.GetBytes(Bulk);
        await using var origin = await Origins.ListenAsync(Cancel);
        await using var client = await Proxy.DialAsync(Cancel);
        client.TakeAtMost(Window);
        (await client.ConnectAsync(origin, Cancel)).Should().BeSuccessful();
        var server = await origin.NextConnectionAsync(Cancel);
        await client.SendAsync(AnyBytes.Ping, Cancel);
        await server.ReadExactlyAsync(AnyBytes.Ping.Length, Cancel);

        // 1. The origin is done, and the proxy has it all: what is lost from here on is lost by the proxy.
        await server.SendAsync(data, Cancel);
        server.ShutdownSend();
        if (!await server.AcknowledgedAsync(Cancel)) NotApplicable($"the proxy doesn't take {Bulk} bytes before its client reads");
        await server.DisposeAsync();

        // 2. The proxy passes on what it can while its client doesn't read. Which it hears of first, a client that speaks or an
        //    origin that has sent, would be chance before that.
        await SpendAsync(TimeUse.Quiet, Task.Delay(Waits.Quiet, Cancel));

        // 3. The client says something, as TLS does when it closes: the closed origin answers it with a reset, which the proxy meets
        //    when it sends again. Only time can tell when that has happened.
        for (var i = 0; i < 10 && await client.TrySendAsync("twenty-four bytes, again", Cancel); i++)
            await SpendAsync(TimeUse.Quiet, Task.Delay(Waits.Quiet / 3, Cancel));

        // 4. Then it reads.
        var end = await client.ReadToEndAsync(Cancel);
        if (end.Length < Bulk)
        {
            throw new RequirementBrokenException(
                ReasonIds.BytesDiffer,
                $"{client.Name}: expected the {Bulk} bytes that the origin had sent, but got {end.Length}, then a {(end.Kind == EndKind.Reset ? "RST" : "FIN")}");
        }

        end.Should().HaveBytes(data);
    }
}
