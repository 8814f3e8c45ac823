using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Clients that no longer wait for their response.</summary>
public sealed class GoneClients(string proxy) : Scenario(proxy)
{
    private static readonly byte[] s_piece = new byte[16 * 1024];

    [Requirement("absolute-form/client-abort", Title = "The connection to the origin ends when the client gives up")]
    [Input("reset-before-reply", true, false)]
    [Input("reset-in-body", true, true)]
    [Input("close-in-body", false, true)]
    public async Task The_origin_s_connection_ends_when_the_client_gives_up(bool reset, bool inBody)
    {
        await using var origin = await Origins.ListenAsync();
        var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/slow")));
        await using var server = await origin.NextConnectionAsync();
        await server.ReadRequestAsync();

        // 1. The client is still waiting, or has seen part of the response.
        if (inBody)
        {
            await server.SendAsync($"HTTP/1.1 200 OK\r\n{Answers.Common}Content-Length: 1000000000\r\n\r\nfirst");
            for (var i = 0; i < 16; i++)
                await server.TrySendAsync(s_piece);
            await ReadTheBeginningAsync(client);
        }

        // 2. The client leaves. What a FIN alone means shows only if there is something to send to it.
        if (reset)
            client.Reset();
        else
            await client.DisposeAsync();

        // 3. The connection to the origin has to end, no matter how.
        var ended = server.HashToEndAsync();
        while (inBody && !ended.IsCompleted && await server.TrySendAsync(s_piece))
            await Task.WhenAny(ended, Task.Delay(Waits.Quiet / 10, Cancel));
        await ended;
    }

    private static async Task ReadTheBeginningAsync(WireConnection client)
    {
        try
        {
            await client.ReadUntilAsync("first"u8.ToArray());
        }
        catch (RequirementBrokenException held) when (held.ReasonId == ReasonIds.BytesTimeout)
        {
            NotApplicable("the proxy holds a response back until it is complete (absolute-form/streaming)");
        }
    }
}
