using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>A client that holds a connection by never ending its head (RFC 9112 §8, RFC 9110 §15.5.9).</summary>
public sealed class SlowHeads(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/slow-headers", Lengthy = true, Title = "The proxy gives up on a head that never ends")]
    [Input("silent", "")]
    [Input("dripping", "a")]
    public async Task A_head_that_never_ends_is_given_up(string drop)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync(Proxy.ImpatientListener);
        await client.SendAsync($"GET {origin.Http("/x")} HTTP/1.1\r\nHost: {origin.Authority}\r\nX-Slow: ");

        // 1. Bytes too few for a head, but too frequent for a limit on single reads, until the proxy has had enough.
        var closed = client.IsClosedAsync();
        while (!closed.IsCompleted && await client.TrySendAsync(drop))
        {
            await SpendAsync(TimeUse.Patience,
                Task.WhenAny(closed, Task.Delay(Proxy.ImpatientListener.Patience!.Value / 4, Cancel)));
        }

        // 2. The proxy answers 408, or just closes.
        if (!await closed)
            (await client.ReadResponseAsync("GET")).Should().HaveStatus(408);
        await client.Should().BeClosedAsync("nothing else can follow half a head");
    }
}
