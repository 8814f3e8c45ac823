using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2Forward.Http2Requests;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>
/// Pseudo-header fields whose values would become another request if they were only put together (RFC 9113 §10.3). Each names
/// live origins: <c>{0}</c> is the one that the request is for, <c>{1}</c> another one.
/// </summary>
public sealed class Injections(string proxy) : Scenario(proxy)
{
    [Requirement("h2-forward/scheme-injection", Title = "A :scheme does not become the beginning of another URI")]
    [Input("crlf", "http://{1}/smuggled HTTP/1.1\r\nHost: {1}\r\n\r\nGET http")]
    [Input("space", "http://{1}/smuggled HTTP/1.1")]
    [Input("uri", "http://{1}/smuggled?")]
    public Task A_scheme_does_not_become_the_beginning_of_another_URI(string value) => AssertNotInjectedAsync(":scheme", value);

    [Requirement("h2-forward/authority-injection", Title = "An :authority is not more than host and port")]
    [Input("crlf", "{0}\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: {0}")]
    [Input("space", "{1}/smuggled HTTP/1.1")]
    [Input("uri", "http://{1}/smuggled?")]
    public Task An_authority_is_not_more_than_host_and_port(string value) => AssertNotInjectedAsync(":authority", value);

    [Requirement("h2-forward/path-injection", Title = "A :path does not end the request line")]
    [Input("crlf", "/x HTTP/1.1\r\nHost: {0}\r\n\r\nGET /smuggled")]
    [Input("space", "/smuggled HTTP/1.1")]
    [Input("uri", "http://{1}/smuggled?")]
    public Task A_path_does_not_end_the_request_line(string value) => AssertNotInjectedAsync(":path", value);

    [Requirement("h2-forward/method-injection", Title = "A :method does not begin another request line")]
    [Input("crlf", "GET /smuggled HTTP/1.1\r\nHost: {0}\r\n\r\nGET")]
    [Input("space", "GET /smuggled HTTP/1.1")]
    [Input("uri", "GET http://{1}/smuggled?")]
    public Task A_method_does_not_begin_another_request_line(string value) => AssertNotInjectedAsync(":method", value);

    private async Task AssertNotInjectedAsync(string name, string format)
    {
        await using var meant = await Origins.HttpAsync(Answers.Ok);
        await using var other = await Origins.HttpAsync(Answers.Ok);
        var value = format.Replace("{0}", meant.Authority, StringComparison.Ordinal)
            .Replace("{1}", other.Authority, StringComparison.Ordinal);
        Http2Field[] fields =
            [.. Fields("GET", meant.Authority, "/x").Select(field => field.Name == name ? new(name, value) : field)];
        var outcome = await (await H2.SendAsync(fields)).OutcomeAsync();

        // A request that is made harmless, and then served, has an answer that it does not deserve.
        await Injected.AssertReachedNobodyAsync(Transcript, meant, other);
        if (outcome.Response is { IsSuccessful: true })
            Warn(ReasonIds.Accepted, $"expected no 2xx to an invalid {name}, but the proxy {outcome}", outcome.Marks);
        else
            outcome.Should().BeRefused($"{name} is not valid");
    }
}
