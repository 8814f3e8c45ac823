using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Origins that answer before they have the body (RFC 9112 §9.3, §9.5).</summary>
public sealed class EarlyFinals(string proxy) : Scenario(proxy)
{
    private const int Half = 64 * 1024;

    [Requirement("absolute-form/early-final")]
    [Input("half-closes", true)]
    [Input("still-reads", false)]
    public async Task A_final_status_that_comes_before_the_end_of_the_body_arrives_whole(bool halfCloses)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();
        var announced = halfCloses ? 8 * 1024 * 1024 : 2 * Half;

        // 1. The origin answers once it has the beginning of the body, or only the head if the proxy holds the body back.
        await client.SendAsync(Requests.Absolute("POST", origin.Http("/early"), $"Content-Length: {announced}"));
        var reading = client.ReadResponseAsync("POST");
        await client.TrySendAsync(new byte[Half]);
        await using var server = await origin.NextConnectionAsync();
        await server.ReadRequestHeadAsync();
        var beginning = await server.ExpectSilenceAsync();
        await server.SendAsync(halfCloses ? Answers.TooLarge : Answers.Ok);

        // 2. One origin closes its sending side and reads on, lest a reset destroy its answer, and the client keeps sending until
        //    it has the answer; what becomes of the rest does not matter.
        if (halfCloses)
        {
            server.ShutdownSend();
            var draining = server.HashToEndAsync();
            while (!reading.IsCompleted && await client.TrySendAsync(new byte[Half / 16]))
                await SpendAsync(TimeUse.Quiet, Task.WhenAny(reading, Task.Delay(Waits.Quiet / 3, Cancel)));
            (await reading).Should().HaveStatus(413).And.HaveBody("too large");
            await client.DisposeAsync();
            await draining;
            return;
        }

        // 3. The other origin accepts the rest: it has to get all of it, and the client its response.
        (await reading).Should().HaveStatus(200).And.HaveBody("ok");
        if (!await client.TrySendAsync(new byte[Half]))
        {
            throw new RequirementBrokenException(ReasonIds.ResetEarly,
                "the proxy does not accept the rest of the body once the response has arrived")
            {
                Marks = client.Ending,
            };
        }

        await server.HashExactlyAsync((2 * Half) - beginning.Length)
            .OrAsync("the rest of the body is lost once the response has arrived");
    }
}
