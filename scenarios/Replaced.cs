using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios;

/// <summary>
/// The one rule for responses that a proxy must not pass on unchanged. A status that the clause names passes or, if it names
/// none, any complete 4xx or 5xx; another 4xx or 5xx, the end of the connection and silence warn. Anything else was passed on.
/// </summary>
internal static class Replaced
{
    /// <summary>Reads what the client gets, and grades it if it is the proxy's own error.</summary>
    /// <param name="client">The client, whose request the origin has answered.</param>
    /// <param name="method">The request's method.</param>
    /// <param name="warn">Takes the reason id, the text and the marks of a warning.</param>
    /// <param name="named">The statuses that the clause names.</param>
    /// <returns>The response that was passed on; null if it was replaced, which has then been graded.</returns>
    public static async Task<WireResponse?> OrPassedOnAsync(
        WireConnection client, string method, Action<string, string, IReadOnlyList<Mark>> warn, params int[] named)
    {
        if (await OrHeadPassedOnAsync(client, method, warn, named) is not { } response)
            return null;
        await client.ReadBodyAsync(response, method);
        return response;
    }

    /// <summary>The same without reading the body of what was passed on, for scenarios about where it ends.</summary>
    /// <inheritdoc cref="OrPassedOnAsync"/>
    public static async Task<WireResponse?> OrHeadPassedOnAsync(
        WireConnection client, string method, Action<string, string, IReadOnlyList<Mark>> warn, params int[] named)
    {
        // 1. Nothing arrives, or only the end of the connection.
        try
        {
            if (await client.IsClosedAsync())
            {
                warn(ReasonIds.ClosedWithoutReply, $"{Expected(named)}, but the connection ended without a response",
                    client.Ending);
                return null;
            }
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            warn(ReasonIds.ReplyTimeout, $"{Expected(named)}, but there was no response: {silent.Message}", silent.Marks);
            return null;
        }

        // 2. The origins of these scenarios send no errors, so an error is the proxy's own.
        var response = await client.ReadFinalHeadAsync();
        if (response.StatusCode is < 400 or > 599)
            return response;
        await client.ReadBodyAsync(response, method);
        if (response.BodyEnd.Kind == BodyEndKind.Incomplete)
        {
            warn(ReasonIds.BodyIncomplete, $"the proxy's own {response.StatusCode} is incomplete: {response.BodyEnd.Reason}",
                response.Marks.End);
        }
        else if (named.Length > 0 && !named.Contains(response.StatusCode))
        {
            warn(ReasonIds.Status, $"{Expected(named)}, but got \"{response}\"", response.Marks.StartLine);
        }

        return null;
    }

    /// <summary>Everything that a connection has received so far (the transcript keeps only the start of long data).</summary>
    /// <param name="transcript">The scenario's transcript.</param>
    /// <param name="connection">The connection's name.</param>
    /// <returns>The bytes.</returns>
    public static byte[] ReceivedOn(this Transcript transcript, string connection) => transcript.Events
        .Where(happened => happened.Connection == connection && happened.Kind == WireEvent.Received)
        .SelectMany(happened => happened.Bytes.ToArray()).ToArray().From(connection, 0);

    private static string Expected(int[] named) =>
        named.Length == 0 ? "expected a 4xx or 5xx" : $"expected {string.Join(" or ", named)}";
}
