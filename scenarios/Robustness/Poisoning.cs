using System.Globalization;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>
/// A body after a response that has none must not become the response to the next request (RFC 9112 §6.3, §9.2).
/// </summary>
public sealed class Poisoning(string proxy) : Scenario(proxy)
{
    private const string Stray = "HTTP/1.1 200 OK\r\nX-From: stray\r\nContent-Length: 5\r\n\r\nstray";

    private const string Asked = "HTTP/1.1 200 OK\r\n" + Answers.Common + "X-From: asked\r\nContent-Length: 5\r\n\r\nasked";

    private static readonly string s_chunked = Stray.Length.ToString("x", CultureInfo.InvariantCulture)
        + $"\r\n{Stray}\r\n0\r\n\r\n";

    [Requirement("robustness/bodiless-extra-bytes",
        Title = "A body after a response that has none never answers the next request")]
    [Input("204", "GET", "204 No Content", "", false)]
    [Input("204-later", "GET", "204 No Content", "", true)]
    [Input("204-chunked", "GET", "204 No Content", "Transfer-Encoding: chunked\r\n", false)]
    [Input("304", "GET", "304 Not Modified", "ETag: \"a\"\r\n", false)]
    [Input("304-later", "GET", "304 Not Modified", "ETag: \"a\"\r\n", true)]
    [Input("head", "HEAD", "200 OK", "Content-Length: 62\r\n", false)]
    [Input("head-later", "HEAD", "200 OK", "Content-Length: 62\r\n", true)]
    public async Task A_body_behind_a_response_that_has_none_never_answers_the_next_request(
        string method, string status, string fieldLines, bool later)
    {
        var head = $"HTTP/1.1 {status}\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n{fieldLines}\r\n";
        var body = fieldLines.Contains("chunked", StringComparison.Ordinal) ? s_chunked : Stray;
        var idle = new TaskCompletionSource();
        var sent = new TaskCompletionSource();
        await using var origin = await Origins.ServeAsync(
            async (connection, ending) =>
            {
                while (true)
                {
                    var request = await connection.ReadRequestAsync(Timeout.InfiniteTimeSpan, ending);
                    if (request.Target != "/1")
                    {
                        await connection.SendAsync(Asked, ending);
                        continue;
                    }

                    await connection.SendAsync(later ? head : head + body, ending);
                    if (!later)
                        continue;
                    if (request.Version == "HTTP/1.0"
                        || request.Members("Connection").Contains("close", StringComparer.OrdinalIgnoreCase))
                    {
                        // Nothing can follow later on this connection: it ends with the response.
                        connection.ShutdownSend();
                        sent.TrySetResult();
                        return;
                    }

                    await idle.Task.WaitAsync(ending);
                    if (await connection.TrySendAsync(body, ending))
                        await connection.AcknowledgedAsync(cancel: ending);
                    sent.TrySetResult();
                }
            });
        await using var client = await Proxy.DialAsync();

        // 1. The response itself, and its body: with it, or when the proxy may have put the connection into its pool. Once the
        //    proxy's kernel has the body, and the proxy had time to look, it finds the body before it sends the next request.
        await client.SendAsync(Requests.Absolute(method, origin.Http("/1"), "If-None-Match: \"a\""));
        var passedOn = await Replaced.OrPassedOnAsync(
            client, method, (id, text, marks) => Warn(id, $"not even the head is passed on: {text}", marks));
        passedOn?.Should().HaveNoBody();
        idle.TrySetResult();
        if (later)
            await sent.Task.WaitAsync(Cancel);
        await SpendAsync(TimeUse.Quiet, Task.Delay(Waits.Quiet, Cancel));

        // 2. The client's same connection, if the proxy keeps it and is not silent there, is most likely to be served by the
        //    same connection to the origin.
        var next = client;
        await next.TrySendAsync(Requests.Get(origin.Http("/2")));
        if (await IsOverAsync(next))
        {
            next = await Proxy.DialAsync();
            await next.SendAsync(Requests.Get(origin.Http("/2")));
        }

        (await next.ReadResponseAsync("GET")).Should().NotHaveMember("X-From", "stray", "nobody asked for it");
    }

    private static async Task<bool> IsOverAsync(WireConnection client)
    {
        try
        {
            return await client.IsClosedAsync();
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId == ReasonIds.BytesTimeout)
        {
            return true;
        }
    }
}
