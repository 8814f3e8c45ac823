using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Informational;

/// <summary>Records, without grading it, what a proxy does when one side of a tunnel ends.</summary>
public sealed class HalfClose(string proxy) : Scenario(proxy)
{
    [Requirement("informational/half-close")]
    public async Task Which_model_of_half_close_a_tunnel_follows()
    {
        await using var origin = await Origins.ListenAsync();

        var (client, server) = await Proxy.TunnelEndsAsync(origin);
        var whenClientEnds = await ModelAsync(client, server);
        (client, server) = await Proxy.TunnelEndsAsync(origin);
        var whenOriginEnds = await ModelAsync(server, client);

        Note(whenClientEnds == whenOriginEnds
            ? $"{whenClientEnds}, whichever side ends"
            : $"when the client ends: {whenClientEnds}; when the origin ends: {whenOriginEnds}");
    }

    private static async Task<string> ModelAsync(WireConnection ending, WireConnection other)
    {
        // 1. One side ends. Does the other side learn of it?
        ending.ShutdownSend();
        var passedOn = await LearnsAsync(other);

        // 2. The other side sends something more, and ends too. Does it arrive?
        await other.TrySendAsync("answer");
        other.ShutdownSend();
        var arrived = (await ending.ReadToEndAsync()).Length == "answer".Length;
        return (passedOn, arrived) switch
        {
            (true, true) => "one direction ends, the other goes on (RFC 9110 §3.7)",
            (true, false) => "a FIN ends both directions (RFC 9110 §9.3.6)",
            (false, true) => "a FIN is held back until the other side ends too",
            (false, false) => "a FIN is not passed on, and what the other side still sends is lost",
        };
    }

    private static async Task<bool> LearnsAsync(WireConnection connection)
    {
        try
        {
            return await connection.IsClosedAsync();
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            return false;
        }
    }
}
