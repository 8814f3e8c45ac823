using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Authoring;

/// <summary>What came back of a request that has to be refused.</summary>
/// <param name="Response">The response, or null where there was none.</param>
/// <param name="ReasonId">Why there was none; empty where there was one.</param>
/// <param name="Text">The same for people: "got ..." or "the connection was closed without a reply".</param>
internal sealed record RefusalAnswer(WireResponse? Response, string ReasonId, string Text)
{
    /// <summary>
    /// Sends a request and waits for what comes of it. A proxy that has seen enough may answer, and close, before it has all.
    /// </summary>
    public static async Task<RefusalAnswer> AskAsync(WireConnection client, string request, TimeSpan within,
        CancellationToken cancel)
    {
        // To listen begins first: an answer that is not read when the connection is reset behind it is lost.
        var answer = ReadAsync(client, MethodOf(request), within, cancel);
        await SendAsync(client, request, cancel);
        return await answer;
    }

    private static async Task<RefusalAnswer> ReadAsync(WireConnection client, string method, TimeSpan within,
        CancellationToken cancel)
    {
        try
        {
            var response = await client.ReadFinalHeadAsync(within, cancel);
            await TryReadBodyAsync(client, response, method, within, cancel);
            return new(response, "", $"got \"{response}\"");
        }
        catch (RequirementBrokenException none)
        {
            return new(null, none.ReasonId, none.ReasonId switch
            {
                ReasonIds.ClosedWithoutReply => "the connection was closed without a reply",
                ReasonIds.ResetWithoutReply => "the connection was reset without a reply",
                ReasonIds.ReplyTimeout when client.ReceivedLength == 0 =>
                    $"there was no reply within {within.TotalSeconds:0.#} s",
                ReasonIds.ClosedEarly => $"got only \"{ByteText.Escape(client.ReceivedStart)}\", then the end of the connection",
                ReasonIds.ResetEarly => $"got only \"{ByteText.Escape(client.ReceivedStart)}\", then a reset",
                ReasonIds.MalformedResponse =>
                    $"got \"{ByteText.Escape(client.ReceivedStart)}\", which begins with no status line",
                _ => none.Message,
            });
        }
    }

    // The head says that it is a refusal; whether its body is complete has a row of its own.
    private static async Task TryReadBodyAsync(
        WireConnection client, WireResponse response, string method, TimeSpan within, CancellationToken cancel)
    {
        try
        {
            await client.ReadBodyAsync(response, method, within, cancel);
        }
        catch (RequirementBrokenException unfinished)
        {
            response.BodyEnd = new(BodyEndKind.Incomplete, unfinished.Message);
        }
    }

    private static async Task SendAsync(WireConnection client, string request, CancellationToken cancel)
    {
        try
        {
            await client.TrySendAsync(request, cancel);
        }
        catch (RequirementBrokenException)
        {
            // It takes no more: what it says, or that it says nothing, is what counts.
        }
    }

    private static string MethodOf(string request) => request[..Math.Max(0, request.IndexOf(' ', StringComparison.Ordinal))];
}
