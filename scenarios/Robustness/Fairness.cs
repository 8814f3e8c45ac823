using System.Diagnostics;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>
/// A proxy that serves one peer for as long as that peer has work for it never gets to the others. Only the time that they wait
/// shows this, so nothing else runs on the proxy meanwhile.
/// </summary>
public sealed class Fairness(string proxy) : Scenario(proxy)
{
    private const int Rounds = 2;

    private const string Mark = "~";
    private const string Chunk = "1\r\n" + Mark + "\r\n";
    private const string Interim = "HTTP/1.1 103 Early Hints\r\nLink: </" + Mark + ">\r\n\r\n";

    [NonParallelizable]
    [Requirement("robustness/fairness/own-answers",
        Title = "Other clients are served while one client endlessly sends requests that the proxy answers itself")]
    public async Task Nobody_waits_for_requests_without_end_that_the_proxy_answers_itself()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();
        await AssertOthersAreServedAsync(
            await AskingAsync(client, Requests.Absolute("OPTIONS", origin.Http("/greedy"), "Max-Forwards: 0")),
            Proxy.PlainListener);
    }

    [NonParallelizable]
    [Requirement("robustness/fairness/challenges", DependsOn = "auth/missing/get",
        Title = "Other clients are served while one client endlessly sends requests without credentials")]
    public async Task Nobody_waits_for_requests_without_end_that_lack_credentials()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAuthAsync();
        await AssertOthersAreServedAsync(
            await AskingAsync(client, Requests.Get(origin.Http("/greedy"))), Proxy.AuthListener,
            $"Proxy-Authorization: {Proxy.BasicCredentials}");
    }

    [NonParallelizable]
    [Requirement("robustness/fairness/chunks-up", DependsOn = "absolute-form/chunked-request/one-octet-chunks",
        Title = "Other clients are served while one client sends an endless request in chunks of one byte")]
    public async Task Nobody_waits_for_a_request_in_chunks_of_one_byte_without_end()
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Absolute("POST", origin.Http("/greedy"), "Transfer-Encoding: chunked"));
        await AssertOthersAreServedAsync(new(client, Chunk, () => origin.NextConnectionAsync(), Mark), Proxy.PlainListener);
    }

    [NonParallelizable]
    [Requirement("robustness/fairness/chunks-down", DependsOn = "absolute-form/chunked-response/one-octet-chunks",
        Title = "Other clients are served while an origin sends an endless response in chunks of one byte")]
    public Task Nobody_waits_for_a_response_in_chunks_of_one_byte_without_end() =>
        AssertOthersAreServedBesideAsync(Answers.Chunked, Chunk);

    [NonParallelizable]
    [Requirement("robustness/fairness/interims", DependsOn = "absolute-form/forward-1xx",
        Title = "Other clients are served while an origin endlessly sends interim responses")]
    public Task Nobody_waits_for_interim_responses_without_end() => AssertOthersAreServedBesideAsync("", Interim);

    // The first answer shows how each of them begins.
    private static async Task<Greed> AskingAsync(WireConnection client, string request)
    {
        await client.SendAsync(request);
        if (await client.IsClosedAsync())
            NotApplicable("the proxy ends the connection instead of answering such a request");
        var response = await client.ReadResponseAsync(request.Split(' ')[0]);
        return new(client, request, () => Task.FromResult(client), $"{response}\r\n");
    }

    private async Task AssertOthersAreServedBesideAsync(string head, string piece)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/greedy")));
        await using var server = await origin.NextConnectionAsync();
        NotApplicableToHttp10(await server.ReadRequestAsync(), "gets neither chunks nor 1xx");
        await server.SendAsync(head);
        await AssertOthersAreServedAsync(new(server, piece, () => Task.FromResult(client), Mark), Proxy.PlainListener);
    }

    private async Task AssertOthersAreServedAsync(Greed greed, Listener listener, params string[] fieldLines)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var busy = greed.RunAsync(ending.Token);
        try
        {
            // 1. The proxy gets busy with the peer; one that first collects the whole message does not.
            await SpendAsync(TimeUse.Quiet, Task.WhenAny(greed.Begun, busy, Task.Delay(Waits.Quiet, Cancel)));
            if (busy.IsCompleted)
                NotApplicable("the proxy ends such a connection itself");

            // 2. Other clients send their requests.
            string[] methods = Proxy.Features.Contains(ProxyFeatures.Connect) ? ["GET", "CONNECT"] : ["GET"];
            var times = new List<TimeSpan>();
            for (var i = 0; i < Rounds; i++)
            {
                foreach (var method in methods)
                    times.Add(await TimeAsync(method, listener, fieldLines));
            }
            Note($"other clients were served within {times.Max().TotalMilliseconds:0} ms");
        }
        finally
        {
            await ending.CancelAsync();
            await busy;
        }
    }

    private async Task<TimeSpan> TimeAsync(string method, Listener listener, string[] fieldLines)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync(listener);
        var request = method == "CONNECT"
            ? Requests.Connect(origin.Authority, fieldLines)
            : Requests.Get(origin.Http("/beside"), fieldLines);
        var began = Stopwatch.GetTimestamp();
        await client.SendAsync(request);
        try
        {
            (await client.ReadResponseAsync(method)).Should().BeSuccessful();
        }
        catch (RequirementBrokenException silent) when (silent.ReasonId is ReasonIds.ReplyTimeout or ReasonIds.BytesTimeout)
        {
            throw new RequirementBrokenException(
                ReasonIds.ReplyTimeout,
                $"a {method} from another client got no response within {Waits.Reply.TotalSeconds:0.#} s "
                + "while one peer never paused")
            {
                Marks = silent.Marks,
            };
        }
        return Stopwatch.GetElapsedTime(began);
    }
}
