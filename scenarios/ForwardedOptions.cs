using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios;

/// <summary>OPTIONS requests that are meant for the origin, although a proxy may answer them itself.</summary>
internal static class ForwardedOptions
{
    /// <summary>
    /// Sends an OPTIONS that the origin answers with 200. Rules about a forwarded OPTIONS do not bind a proxy that answers it
    /// itself, as the method allows (RFC 9110 §9.3.7).
    /// </summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="origin">The origin that the request is for.</param>
    /// <param name="request">The request.</param>
    /// <returns>The forwarded request; or null, and how it was refused.</returns>
    /// <exception cref="NotApplicableException">The proxy answered without contacting the origin.</exception>
    public static async Task<(WireRequest? Forwarded, string Refusal)> SendAsync(
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
    public static async Task<WireRequest> RequireAsync(ProxyHandle proxy, HttpOrigin origin, string request)
    {
        var (forwarded, refusal) = await SendAsync(proxy, origin, request);
        return forwarded ?? throw new NotApplicableException($"the proxy refuses OPTIONS {refusal}");
    }
}
