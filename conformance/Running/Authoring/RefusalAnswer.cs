using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Authoring;

/// <summary>What came back for a request that has to be refused.</summary>
/// <param name="Response">The response, or null where there was none.</param>
/// <param name="ReasonId">Why there was none; empty where there was one.</param>
/// <param name="Text">The same in words: "got ..." or "the connection was closed without a reply".</param>
internal sealed record RefusalAnswer(WireResponse? Response, string ReasonId, string Text)
{
    /// <summary>What a failure that is about the answer points at.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>
    /// Sends a request and waits for the outcome. A proxy that has seen enough may answer, and close, before it has read it all.
    /// </summary>
    public static async Task<RefusalAnswer> AskAsync(WireConnection client, string request, TimeSpan within,
        CancellationToken cancel)
    {
        // Start reading first: an answer that is still unread when a reset follows it is lost.
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
            return new(response, "", $"got \"{response}\"") { Marks = response.Marks.StartLine };
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
                    $"got \"{ByteText.Escape(client.ReceivedStart)}\", which does not begin with a status line",
                _ => none.Message,
            })
            {
                Marks = none.Marks,
            };
        }
    }

    // The head shows that it is a refusal; whether its body is complete is the subject of another row.
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
            // The proxy reads no more. What counts is its answer, or that there is none.
        }
    }

    private static string MethodOf(string request) => request[..Math.Max(0, request.IndexOf(' ', StringComparison.Ordinal))];
}
