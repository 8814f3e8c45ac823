using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios;

/// <summary>The same question by either way that a proxy offers.</summary>
internal static class MethodRequests
{
    /// <summary>A CONNECT to the origin, or a request in absolute-form for a resource there.</summary>
    /// <param name="method">The method; CONNECT asks for a tunnel.</param>
    /// <param name="origin">The origin to reach.</param>
    /// <param name="fieldLines">Further field lines, without line ends.</param>
    /// <returns>The head, to be sent as it is.</returns>
    public static string For(string method, Origin origin, params string[] fieldLines) => method == "CONNECT"
        ? Requests.Connect(origin.Authority, fieldLines)
        : Requests.Absolute(method, origin.Http("/x"), fieldLines);

    /// <summary>
    /// What the origin got of an OPTIONS that it answered 200. What is said of a forwarded OPTIONS does not bind a proxy that
    /// answers it itself, as the method allows (RFC 9110 §9.3.7).
    /// </summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="origin">The origin that the request is for.</param>
    /// <param name="request">The request.</param>
    /// <returns>The forwarded request; or null, and with what it was refused.</returns>
    /// <exception cref="NotApplicableException">The proxy answered without asking the origin.</exception>
    public static async Task<(WireRequest? Forwarded, string Refusal)> OptionsAsync(
        ProxyHandle proxy, HttpOrigin origin, string request)
    {
        await using var client = await proxy.DialAsync();
        await client.SendAsync(request);
        WireResponse response;
        try
        {
            response = await client.ReadResponseAsync("OPTIONS");
        }
        catch (RequirementBrokenException ended)
            when (ended.ReasonId is ReasonIds.ClosedWithoutReply or ReasonIds.ResetWithoutReply)
        {
            await origin.Should().HaveReceivedNothingAsync("it is refused");
            return (null, "the end of the connection");
        }

        if (origin.Requests.Count > 0)
        {
            response.Should().HaveStatus(200);
            return (origin.Requests[0], "");
        }

        await origin.Should().HaveReceivedNothingAsync("the proxy answers by itself");

        // Not allowed and not implemented answer the question what may be asked; other errors answer nothing.
        if (response is { IsSuccessful: true } or { StatusCode: 405 or 501 })
        {
            throw new NotApplicableException(
                $"the proxy answers OPTIONS itself, with {response.StatusCode}, and forwards nothing");
        }

        response.Should().BeRejection();
        return (null, $"{response.StatusCode}");
    }

    /// <summary>The same, where a proxy that refuses the request cannot be judged.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="origin">The origin that the request is for.</param>
    /// <param name="request">The request.</param>
    /// <returns>The forwarded request.</returns>
    /// <exception cref="NotApplicableException">The proxy answered without asking the origin.</exception>
    public static async Task<WireRequest> ForwardedOptionsAsync(ProxyHandle proxy, HttpOrigin origin, string request)
    {
        var (forwarded, refusal) = await OptionsAsync(proxy, origin, request);
        return forwarded ?? throw new NotApplicableException($"the proxy refuses OPTIONS with {refusal}");
    }

    /// <summary>Of a request that was refused nothing has gone on, to an origin for which the scenario itself speaks.</summary>
    /// <param name="origin">The origin that the request is for.</param>
    /// <param name="arriving">The proxy's first connection to it, if there ever is one.</param>
    /// <exception cref="RequirementBrokenException">Something has.</exception>
    public static async Task NothingOfAsync(Origin origin, Task<WireConnection> arriving)
    {
        if (await origin.SentinelAsync() == 0)
            return;
        await using var connection = await arriving;
        (await connection.ExpectSilenceAsync()).Should().BeEmpty("it is refused");
    }
}
