using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Running.Authoring;

// Scenarios in HTTP/2.
public abstract partial class Scenario
{
    private static readonly byte[] s_sign = "still here"u8.ToArray();

    /// <summary>HTTP/2 to the proxy under test.</summary>
    protected Http2Dialer H2 => new(Context.Proxy);

    /// <summary>Opens a tunnel on a connection, for scenarios that take it for granted.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="origin">Where the tunnel leads.</param>
    /// <returns>The stream, of which only the response has been read.</returns>
    /// <exception cref="RequirementBrokenException">There is no tunnel.</exception>
    protected static async Task<Http2Stream> TunnelAsync(Http2Client client, Origin origin)
    {
        var stream = await client.ConnectAsync(origin.Authority);
        (await stream.ResponseAsync()).Should().BeSuccessful();
        return stream;
    }

    /// <summary>Opens a tunnel on a connection of its own, to an origin that the scenario plays itself.</summary>
    /// <param name="origin">Where the tunnel leads.</param>
    /// <returns>Both ends.</returns>
    /// <exception cref="RequirementBrokenException">There is no tunnel.</exception>
    protected async Task<(Http2Stream Stream, Wire.WireConnection Server)> TunnelAsync(Origin origin)
    {
        var stream = await TunnelAsync(await H2.DialAsync(), origin);
        return (stream, await origin.NextConnectionAsync());
    }

    /// <summary>
    /// Waits until a request is taken for malformed (RFC 9113 §8.1.1), and records it if that costs the other streams.
    /// </summary>
    /// <param name="stream">The stream on which the request was sent.</param>
    /// <param name="because">Why it is malformed; continues "because".</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="RequirementBrokenException">It is not taken for that.</exception>
    protected async Task<Http2Outcome> AssertMalformedAsync(Http2Stream stream, string because)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var outcome = await stream.OutcomeAsync();
        AssertMalformed(outcome, because);
        return Remarked(outcome);
    }

    /// <summary>
    /// Shows that a request was taken for malformed (RFC 9113 §8.1.1). A 5xx warns: a response may come before the end of the
    /// stream, whatever its status, but this one takes the client's fault for the proxy's own.
    /// </summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="because">Why it is malformed; continues "because".</param>
    /// <exception cref="RequirementBrokenException">It was not taken for that.</exception>
    protected void AssertMalformed(Http2Outcome outcome, string because)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Response is not { Status: >= 500 })
            outcome.Should().BeMalformed(because);
        else
            Warn(ReasonIds.Status, $"expected an error of the stream, or a 4xx, but the proxy {outcome}", outcome.Marks);
    }

    /// <summary>Waits until a request is refused in whatever way, and records it if that costs the other streams.</summary>
    /// <param name="stream">The stream on which the request was sent.</param>
    /// <param name="because">Why it has to be refused; continues "because".</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="RequirementBrokenException">It is not refused.</exception>
    protected async Task<Http2Outcome> AssertRefusedAsync(Http2Stream stream, string because)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var outcome = await stream.OutcomeAsync();
        outcome.Should().BeRefused(because);
        return Remarked(outcome);
    }

    /// <summary>Shows that a tunnel to an origin that echoes still works.</summary>
    /// <param name="tunnel">The tunnel.</param>
    /// <param name="because">Why it has to.</param>
    /// <returns>Completes when it has.</returns>
    /// <exception cref="RequirementBrokenException">It does not.</exception>
    protected static async Task AssertEchoesAsync(Http2Stream tunnel, string because = "")
    {
        ArgumentNullException.ThrowIfNull(tunnel);
        await tunnel.SendAsync(s_sign);
        (await tunnel.ReadExactlyAsync(s_sign.Length)).Should().Equal(s_sign, because);
    }

    private Http2Outcome Remarked(Http2Outcome outcome)
    {
        if (outcome.CostsSiblings)
            Note("the proxy ends the whole connection for it (RFC 9113 §5.4.1), which costs the other streams");
        return outcome;
    }
}
