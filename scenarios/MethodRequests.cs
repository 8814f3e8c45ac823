using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios;

/// <summary>The same request in either of the two ways that a proxy offers.</summary>
internal static class MethodRequests
{
    /// <summary>A CONNECT to the origin, or a request in absolute-form for a resource there.</summary>
    /// <param name="method">The method; CONNECT requests a tunnel.</param>
    /// <param name="origin">The origin to reach.</param>
    /// <param name="fieldLines">Further field lines, without line ends.</param>
    /// <returns>The head, ready to send.</returns>
    public static string For(string method, Origin origin, params string[] fieldLines) => method == "CONNECT"
        ? Requests.Connect(origin.Authority, fieldLines)
        : Requests.Absolute(method, origin.Http("/x"), fieldLines);

    /// <summary>
    /// Sends an OPTIONS that the origin answers with 200. Rules about a forwarded OPTIONS do not bind a proxy that answers it
    /// itself, as the method allows (RFC 9110 §9.3.7).
    /// </summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="origin">The origin that the request is for.</param>
    /// <param name="request">The request.</param>
    /// <returns>The forwarded request; or null, and how it was refused.</returns>
    /// <exception cref="NotApplicableException">The proxy answered without contacting the origin.</exception>
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
            await origin.Should().HaveReceivedNothingAsync("the proxy refused the request");
            return (null, "by ending the connection");
        }

        if (origin.Requests.Count > 0)
        {
            response.Should().HaveStatus(200);
            return (origin.Requests[0], "");
        }

        await origin.Should().HaveReceivedNothingAsync("the proxy answered the request itself");

        // 405 and 501 tell the client whether it may use OPTIONS, so they are answers; other errors are not.
        if (response is { IsSuccessful: true } or { StatusCode: 405 or 501 })
        {
            throw new NotApplicableException(
                $"the proxy answers OPTIONS itself, with {response.StatusCode}, and forwards nothing");
        }

        response.Should().BeRejection();
        return (null, $"with {response.StatusCode}");
    }

    /// <summary>The same for scenarios that cannot judge a proxy that refuses the request.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="origin">The origin that the request is for.</param>
    /// <param name="request">The request.</param>
    /// <returns>The forwarded request.</returns>
    /// <exception cref="NotApplicableException">The proxy answered without contacting the origin.</exception>
    public static async Task<WireRequest> ForwardedOptionsAsync(ProxyHandle proxy, HttpOrigin origin, string request)
    {
        var (forwarded, refusal) = await OptionsAsync(proxy, origin, request);
        return forwarded ?? throw new NotApplicableException($"the proxy refuses OPTIONS {refusal}");
    }

    /// <summary>Asserts that nothing of a refused request was forwarded to an origin that the scenario plays itself.</summary>
    /// <param name="origin">The origin that the request is for.</param>
    /// <param name="arriving">The proxy's first connection to it, if there ever is one.</param>
    /// <exception cref="RequirementBrokenException">Something was.</exception>
    public static async Task NothingOfAsync(Origin origin, Task<WireConnection> arriving)
    {
        if (await origin.SentinelAsync() == 0)
            return;
        await using var connection = await arriving;
        (await connection.ExpectSilenceAsync()).Should().BeEmpty("the proxy refused the request");
    }
}
