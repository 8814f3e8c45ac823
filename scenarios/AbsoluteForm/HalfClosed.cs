using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Clients that close their sending side but still wait for the response.</summary>
public sealed class HalfClosed(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/half-closed-client", Title = "A client that sends FIN after its request still gets the response")]
    [Input("get", "GET", "")]
    [Input("post", "POST", "Content-Length: 5\r\n\r\nhello")]
    public async Task A_client_that_sends_FIN_after_its_request_still_gets_the_response(string method, string rest)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Absolute(method, origin.Http("/x"))[..^(rest.Length > 0 ? 2 : 0)] + rest);
        await using var server = await origin.NextConnectionAsync();
        await server.ReadRequestAsync();

        // The FIN arrives before the origin answers: a proxy that mistakes it for the end of everything drops the request now.
        client.ShutdownSend();
        await server.ExpectSilenceAsync();
        await server.TrySendAsync(Answers.Ok);

        (await client.ReadResponseAsync(method)).Should().HaveStatus(200).And.HaveBody("ok");
    }
}
