using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <content>Waiting for the response, or for whatever else becomes of a request.</content>
public sealed partial class Http2Stream
{
    /// <summary>
    /// Reads the response: the field section of the first final one. Those of 1xx before it are in
    /// <see cref="Http2Response.Interim"/>. Content stays to be read.
    /// </summary>
    /// <param name="within">How long to wait for each; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>The response.</returns>
    /// <exception cref="RequirementBrokenException">
    /// <c>reply-timeout</c>, <c>closed-without-reply</c>, <c>reset-without-reply</c>, <c>closed-early</c>, <c>reset-early</c>,
    /// <c>connection-error</c>, <c>malformed-frame</c> or <c>malformed-response</c>.
    /// </exception>
    public async Task<Http2Response> ResponseAsync(TimeSpan? within = null)
    {
        var interim = new List<Http2Response>();
        while (true)
        {
            var received = await NextAsync("a response", within, ReasonIds.ReplyTimeout) ?? throw Early(_end!, "a response");
            var response = Http2Response.Of(received, Name);
            if (response.Status is < 100 or >= 200 or 101)
                return response with { Interim = interim };
            interim.Add(response);
            CheckInterim(interim.Count);
        }
    }

    /// <summary>
    /// Waits for what becomes of a request that may be answered or refused in any way: a successful response, or a 101, at once,
    /// any other one with the end of the stream, or the end alone.
    /// </summary>
    /// <param name="within">How long to wait for each; by default <see cref="Waits.Reply"/>.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="RequirementBrokenException"><c>reply-timeout</c>: nothing; or the response is malformed.</exception>
    public async Task<Http2Outcome> OutcomeAsync(TimeSpan? within = null)
    {
        Http2Response response;
        var interim = 0;
        do
        {
            CheckInterim(interim++);
            if (await NextAsync("a response or the end of the stream", within, ReasonIds.ReplyTimeout) is not { } received)
                return new(Name, null, _end);
            response = Http2Response.Of(received, Name);
        }
        while (response.Status is >= 100 and < 200 and not 101);
        var goesOn = response is { IsSuccessful: true } or { Status: 101 };
        return new(Name, response, goesOn ? null : await ReadToEndAsync(false, within));
    }

    private void CheckInterim(int count)
    {
        var traffic = Client.Wire.Transcript.Traffic;
        if (count > traffic.Limits.Messages)
            throw traffic.TooManyInterim(Name);
    }
}
