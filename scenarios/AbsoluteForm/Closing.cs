using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>A proxy that closes the connection after a response announces it there (RFC 9112 §9.3, §9.6).</summary>
public sealed class Closing(string proxy) : Scenario(proxy)
{
    private const string Unsaid =
        "the connection was closed after a response that did not announce it: the next request got no response";

    // The end that nothing announced.
    private IReadOnlyList<Mark> _end = [];

    [Requirement("absolute-form/close-announced", Title = "A response after which the connection closes says so")]
    [Input("length", "Content-Length: 2\r\n\r\nok")]
    [Input("chunked", "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n")]
    [Input("origin-closes", "Connection: close\r\nContent-Length: 2\r\n\r\nok")]
    public async Task A_connection_that_ends_behind_a_response_was_announced_to_end(string rest)
    {
        if (await EndAsync("HTTP/1.1 200 OK\r\n" + Answers.Common + rest) != End.Unannounced)
            return;

        // A server that never keeps a connection open MUST say so in every response; one that does, if only for clients that ask,
        // SHOULD say so when it closes.
        if (await EndAsync(Answers.Ok) == End.None)
        {
            Warn(ReasonIds.ClosedWithoutReply, Unsaid, _end);
        }
        else if (await EndAsync(Answers.Ok, "Connection: keep-alive", "Proxy-Connection: keep-alive") == End.None)
        {
            Warn(ReasonIds.ClosedWithoutReply,
                $"{Unsaid}; it stays open for a client that requests it (Connection and Proxy-Connection: keep-alive)",
                _end);
        }
        else
        {
            throw new RequirementBrokenException(ReasonIds.ClosedWithoutReply,
                $"{Unsaid}; it does not stay open even for a client that requests it")
            {
                Marks = _end,
            };
        }
    }

    private async Task<End> EndAsync(string answer, params string[] fieldLines)
    {
        await using var origin = await Origins.HttpAsync(answer);
        await using var client = await Proxy.DialAsync();
        var request = Requests.Absolute("POST", origin.Http("/first"), ["Content-Length: 4", .. fieldLines]) + "body";

        await client.SendAsync(request);
        var first = await client.ReadResponseAsync("POST");
        first.Should().HaveStatus(200).And.HaveCompleteBody();
        var options = first.Members("Connection");
        if (options.Contains("close", StringComparer.OrdinalIgnoreCase) || first.BodyEnd.Kind == BodyEndKind.Close)
            return End.Announced;
        if (first.Version == "HTTP/1.0" && !options.Contains("keep-alive", StringComparer.OrdinalIgnoreCase))
            return End.Announced;

        await client.TrySendAsync(request);
        if (await client.IsClosedAsync())
        {
            _end = client.Ending;
            return End.Unannounced;
        }

        (await client.ReadResponseAsync("POST")).Should().HaveStatus(200);
        return End.None;
    }

    private enum End
    {
        None,
        Announced,
        Unannounced,
    }
}
