using System.Security.Cryptography;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Tunnel;

/// <summary>What a closed side had sent is delivered, even if the other side is still sending (RFC 9110 §9.3.6).</summary>
public sealed class Delivery(string proxy) : Scenario(proxy)
{
    // More than fits into the buffers on the way: while the proxy cannot pass on what it has, some is still in its kernel.
    private const int Bulk = 1024 * 1024;

    private const int Window = 16 * 1024;

    [Requirement("tunnel/flush-origin-close-active", DependsOn = "tunnel/flush-origin-close", Lengthy = true,
        Title = "All that the origin sent before it closed reaches a client that is still sending")]
    public async Task All_that_the_origin_sent_before_it_closed_reaches_a_client_that_still_speaks()
    {
        var data = RandomNumberGenerator.GetBytes(Bulk);
        using var got = new MemoryStream();
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();
        client.TakeAtMost(Window);
        (await client.ConnectAsync(origin)).Should().BeSuccessful();
        var server = await origin.NextConnectionAsync();
        await client.SendAsync(AnyBytes.Ping);
        await server.ReadExactlyAsync(AnyBytes.Ping.Length);

        // 1. The client reads until the origin is done and the proxy has the rest: the proxy loses what is lost from here on.
        var sending = SendAndEndAsync(server, data);
        while (!await IsTakenAsync(server, sending) && !client.PeerFinished && !client.PeerReset)
            got.Write(await client.ReadSomeAsync());
        if (Bulk - got.Length < 4 * Window)
            NotApplicable($"the proxy takes less than {4 * Window} bytes ahead of its client");
        await server.DisposeAsync();

        // 2. The proxy passes on what it can while its client does not read. Before that, chance would decide whether it first
        //    notices that the client sends or that the origin has sent.
        await SpendAsync(TimeUse.Quiet, Task.Delay(Waits.Quiet, Cancel));

        // 3. The client sends, as TLS does when it closes, first without reading and then between its reads, since a proxy may
        //    read nothing while it cannot send what it has. The closed origin answers with a reset, which the proxy meets when
        //    it sends again: only time can tell when that has happened.
        for (var i = 0; !client.PeerFinished && !client.PeerReset && await client.TrySendAsync("twenty-four bytes, again"); i++)
        {
            if (i < 6)
                await SpendAsync(TimeUse.Quiet, Task.Delay(Waits.Quiet / 3, Cancel));
            if (i >= 3)
                got.Write(await client.ReadSomeAsync());
        }

        // 4. The client reads what is left.
        var end = await client.ReadToEndAsync();
        got.Write(end.Bytes);
        if (got.Length < Bulk)
        {
            throw new RequirementBrokenException(
                ReasonIds.BytesDiffer,
                $"{client.Name}: expected the {Bulk} bytes that the origin had sent and the proxy had taken, but got "
                + $"{got.Length}, then a {(end.Kind == EndKind.Reset ? "RST" : "FIN")}")
            {
                Marks = end.Marks,
            };
        }

        got.ToArray().From(client.Name, client.ReceivedLength - got.Length).Should().Equal(data);
    }

    private static async Task SendAndEndAsync(WireConnection sender, byte[] data)
    {
        await sender.SendAsync(data);
        sender.ShutdownSend();
    }

    // Only time can tell that the proxy takes no more.
    private async Task<bool> IsTakenAsync(WireConnection sender, Task sending)
    {
        await SpendAsync(TimeUse.Quiet, Task.WhenAny(sending, Task.Delay(Waits.Quiet / 3, Cancel)));
        if (!sending.IsCompleted)
            return false;
        await sending;
        return await sender.AcknowledgedAsync(within: Waits.Quiet / 3);
    }
}
