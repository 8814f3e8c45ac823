using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>
/// Tunnels that a client requests and gives up at once: a stream costs it little, and the proxy a TCP connection (RFC 9113
/// §10.5.2).
/// </summary>
public sealed class RapidReset(string proxy) : Scenario(proxy)
{
    private const int Streams = 500;
    private const int AtATime = 50;
    private const int Most = Streams / 2;

    [Requirement("h2/rapid-reset", Title = "Streams that are reset at once do not cost a connection to the origin each")]
    public async Task Streams_that_are_reset_at_once_do_not_cost_a_connection_to_the_origin_each()
    {
        // 1. A tunnel beside them, and each request with its RST_STREAM in the same write.
        await using var echo = await Origins.EchoAsync();
        await using var origin = await Origins.ListenAsync();
        await using var client = await H2.DialAsync();
        var sibling = await TunnelAsync(client, echo);
        var block = Hpack.Block(new(":method", "CONNECT"), new(":authority", origin.Authority));
        for (var sent = 0; sent < Streams; sent += AtATime)
        {
            var streams = Enumerable.Range(0, AtATime).Select(_ => client.NewStream().Id);
            if (!await client.TrySendAsync([.. streams.SelectMany(id => (Frame[])
                [Frame.Headers(id, block), Frame.RstStream(id, ErrorCodes.Cancel)])]))
            {
                break;
            }
        }

        // 2. The proxy goes on, or has had enough and says so.
        await AssertGoesOnOrIsEnoughAsync(sibling);

        // 3. Only time can tell that no more connections are made.
        for (var before = -1; before != origin.ConnectionCount;)
        {
            before = origin.ConnectionCount;
            await SpendAsync(TimeUse.Quiet, Task.Delay(Waits.Quiet, Cancel));
        }

        if (await origin.SentinelAsync() is > Most and var count)
        {
            throw new RequirementBrokenException(ReasonIds.OriginCount,
                $"expected at most {Most} connections to the origin for {Streams} streams that were reset at once, "
                + $"but there were {count}");
        }

        // 4. Other clients do not notice.
        await AssertEchoesAsync(await TunnelAsync(await H2.DialAsync(), echo), "it is another connection");
    }

    private static async Task AssertGoesOnOrIsEnoughAsync(Http2Stream sibling)
    {
        try
        {
            await AssertEchoesAsync(sibling, "only other streams were reset");
        }
        catch (RequirementBrokenException broken) when (broken.ReasonId != ReasonIds.BytesTimeout)
        {
            (await sibling.Client.ErrorAsync()).Should()
                .BeAnError(ErrorCodes.EnhanceYourCalm, ErrorCodes.ProtocolError, ErrorCodes.InternalError);
        }
    }
}
