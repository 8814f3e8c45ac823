using ConformanceKit.Grading;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>Requests on one connection have nothing to do with each other (RFC 9113 §5).</summary>
public sealed class Streams(string proxy) : Scenario(proxy)
{
    private static readonly byte[] s_piece = new byte[16 * 1024];

    [Requirement("h2-forward/interleave", Title = "A slow response does not hold up another one")]
    public async Task A_slow_response_does_not_hold_up_another_one()
    {
        await using var slow = await Origins.ListenAsync();
        await using var fast = await Origins.HttpAsync(Answers.Ok);
        await using var client = await H2.DialAsync();

        // 1. The first request has arrived, and is not answered yet.
        var first = await client.GetAsync(slow);
        await using var server = await slow.NextConnectionAsync();
        var request = await server.ReadRequestAsync();
        (await (await client.GetAsync(fast)).ResponseAsync()).Should().HaveStatus(200);

        // 2. Now it is.
        await server.AnswerAsync(request, Answers.Ok);
        (await first.ResponseAsync()).Should().HaveStatus(200);
    }

    [Requirement("h2-forward/cancel", Title = "A response that the client cancels holds up neither its origin nor others")]
    public async Task A_response_that_the_client_cancels_holds_up_neither_its_origin_nor_others()
    {
        const int rest = 16 * 1024 * 1024;
        await using var origin = await Origins.ListenAsync();
        await using var other = await Origins.HttpAsync(Answers.Ok);
        await using var client = await H2.DialAsync();

        // 1. The client has seen the beginning.
        var stream = await client.GetAsync(origin);
        await using var server = await origin.NextConnectionAsync();
        await server.ReadRequestAsync();
        await server.SendAsync($"HTTP/1.1 200 OK\r\n{Answers.Common}Content-Length: 1000000000\r\n\r\nfirst");
        (await stream.ResponseAsync()).Should().HaveStatus(200);
        await stream.ReadExactlyAsync(5);
        await stream.ResetAsync(ErrorCodes.Cancel);

        // 2. The origin's connection ends, or whatever it sends is taken and dropped.
        for (var sent = 0; sent < rest && await server.TrySendAsync(s_piece); sent += s_piece.Length)
        {
            // More than all buffers on the way hold.
        }

        (await (await client.GetAsync(other)).ResponseAsync()).Should().HaveStatus(200);
    }
}
