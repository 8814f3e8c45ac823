using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Fields that come after a body (RFC 9110 §6.5).</summary>
public sealed class Trailers(string proxy) : Scenario(proxy)
{
    private const string Chunked = "5\r\nhello\r\n0\r\nX-Evil: 1\r\n\r\n";

    [Requirement("absolute-form/trailers-not-merged",
        DependsOn = "absolute-form/chunked-{input}/trailer", Title = "A trailer field does not become a header field")]
    [Input("request", true)]
    [Input("response", false)]
    public async Task A_trailer_field_does_not_become_a_header_field(bool request)
    {
        await using var origin = await Origins.HttpAsync(
            request ? Answers.Ok : "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Chunked);
        await using var client = await Proxy.DialAsync();
        var method = request ? "POST" : "GET";

        await client.SendAsync(
            request
                ? Requests.Absolute("POST", origin.Http("/x"), "Transfer-Encoding: chunked") + Chunked
                : Requests.Get(origin.Http("/x")));
        var response = await client.ReadResponseAsync(method);
        response.Should().HaveStatus(200);
        if (!request)
            NotApplicableToHttp10(origin.Requests[0], "gets no trailers");

        WireMessage forwarded = request ? origin.Requests[0] : response;
        forwarded.Should().HaveBody("hello").And.NotHaveField("X-Evil", "it came after the body");
    }
}
