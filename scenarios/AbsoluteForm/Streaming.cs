using System.Globalization;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>A response is passed on while it arrives, not when it is complete.</summary>
public sealed class Streaming(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/streaming", Title = "An event arrives before the next one is sent")]
    [Input("chunked", "Transfer-Encoding: chunked\r\n")]
    [Input("close-delimited", "Connection: close\r\n")]
    [Input("length", "Content-Length: 1000\r\n")]
    public async Task An_event_arrives_before_the_next_one_is_sent(string framing)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();
        var isChunked = framing.Contains("chunked", StringComparison.Ordinal);

        await client.SendAsync(Requests.Get(origin.Http("/events"), "Accept: text/event-stream"));
        await using var server = await origin.NextConnectionAsync();
        var forwarded = await server.ReadRequestAsync();
        if (isChunked)
            NotApplicableToHttp10(forwarded, "gets neither chunks nor 1xx");

        // Each event is sent once the client has the previous one: a proxy that waits for more waits forever.
        await server.SendAsync(
            $"HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Type: text/event-stream\r\n{framing}\r\n");
        foreach (var text in new[] { "data: one\n\n", "data: two\n\n" })
        {
            await server.SendAsync(
                isChunked ? text.Length.ToString("x", CultureInfo.InvariantCulture) + $"\r\n{text}\r\n" : text);
            await client.ReadUntilAsync(Encoding.Latin1.GetBytes(text[..^2]));
        }
    }
}
