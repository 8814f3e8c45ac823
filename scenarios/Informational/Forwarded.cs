using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;

namespace ConformanceKit.Scenarios.Informational;

/// <summary>Forwarded identifies the client, so it belongs in requests only (RFC 7239 §4).</summary>
public sealed class Forwarded(string proxy) : Scenario(proxy)
{
    [Requirement("informational/forwarded-not-in-response", Title = "Forwarded is not sent in a response")]
    [Input("forwarded", "GET", false)]
    [Input("tunnel", "CONNECT", false)]
    [Input("rejected", "CONNECT", true)]
    public async Task Forwarded_is_not_sent_in_a_response(string method, bool rejected)
    {
        await using var origin = rejected ? await Origins.RefusedAsync() : await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(MethodRequests.For(method, origin, "Forwarded: for=192.0.2.1;proto=http"));
        if (rejected && await client.IsClosedAsync())
            NotApplicable("the proxy closes without a response");

        var response = await client.ReadResponseAsync(method);
        if (rejected && response.IsSuccessful)
            NotApplicable("the proxy answers 2xx although nothing listens there");
        response.Should().NotHaveField("Forwarded");
    }
}
