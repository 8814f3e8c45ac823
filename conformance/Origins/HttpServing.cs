using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>Reads and answers requests on a connection as RFC 9110 and RFC 9112 require of a server.</summary>
public static class HttpServing
{
    /// <summary>
    /// Sends a scripted response as a conformant server would, and ends the sending side if the rules require it.
    /// </summary>
    /// <param name="server">The connection that the request came on.</param>
    /// <param name="request">The request.</param>
    /// <param name="script">
    /// The raw response, each character one byte. Date and Content-Type are added if they are missing; an HTTP/1.0 client gets no
    /// 1xx and no chunks; a response to HEAD, a 204 and a 304 have no body.
    /// </param>
    /// <param name="cancel">Ends the sending.</param>
    /// <returns>Whether the connection stays open.</returns>
    public static async Task<bool> AnswerAsync(
        this WireConnection server, WireRequest request, string script, CancellationToken cancel = default)
    {
        var reply = ServerReply.To(request, script, DateTimeOffset.UtcNow);
        var goesOn = await server.TrySendAsync(reply.Text, cancel) && !reply.Closes;
        if (!goesOn)
            server.ShutdownSend();
        return goesOn;
    }

    /// <summary>
    /// Sends 100 (Continue) to a client that withholds the body; an HTTP/1.0 client cannot do that (RFC 9110 §10.1.1).
    /// </summary>
    /// <param name="server">The connection that the request came on.</param>
    /// <param name="request">The request's head.</param>
    /// <param name="cancel">Ends the sending.</param>
    /// <returns>Completes when the 100 has been sent, if one was due.</returns>
    public static async Task ContinueAsync(this WireConnection server, WireRequest request, CancellationToken cancel = default)
    {
        if (request.Version != "HTTP/1.0" && request.Members("Expect").Contains("100-continue", StringComparer.OrdinalIgnoreCase))
            await server.TrySendAsync("HTTP/1.1 100 Continue\r\n\r\n", cancel);
    }

    /// <summary>
    /// Reads the next request, however long it takes to arrive, and rejects it if a server has to, which ends the connection.
    /// </summary>
    /// <param name="server">The connection.</param>
    /// <param name="seen">Called for every request whose head could be read, with whether it is rejected.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The request, or null if the connection is over.</returns>
    internal static async Task<WireRequest?> NextRequestAsync(
        this WireConnection server, Action<WireRequest, bool> seen, CancellationToken cancel)
    {
        // 1. The head. An idle connection of the proxy may stay open as long as the scenario lasts.
        var idle = Timeout.InfiniteTimeSpan;
        WireRequest? request;
        try
        {
            request = await server.TryReadRequestHeadAsync(idle, cancel);
        }
        catch (RequirementBrokenException malformed) when (malformed.ReasonId == ReasonIds.MalformedRequest)
        {
            await RejectAsync(server, RequestDefect.NoRequest, cancel);
            throw;
        }

        if (request is null)
            return null;
        server.CountRequest();

        // 2. The body. The client may be waiting for the 100.
        var defect = RequestDefect.Of(request);
        if (defect is null)
            await server.ContinueAsync(request, cancel);
        await server.ReadBodyAsync(request, idle, cancel);
        defect ??= RequestDefect.OfBody(request);
        // A client that broke off cannot take the answer, so that request does not count as rejected.
        seen(request, defect is not null && !server.PeerFinished && !server.PeerReset);
        if (defect is null)
            return request;
        await RejectAsync(server, defect, cancel);
        return null;
    }

    private static async Task RejectAsync(WireConnection server, RequestDefect defect, CancellationToken cancel)
    {
        server.Note($"rejects the request with {defect.Status[..3]}: {defect.Why}");
        await server.TrySendAsync(ServerReply.Rejecting(defect.Status, defect.Why, DateTimeOffset.UtcNow).Text, cancel);
    }
}
