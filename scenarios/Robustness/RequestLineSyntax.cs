using System.Globalization;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Request lines whose parts two recipients could find in different places (RFC 9112 §3).</summary>
public sealed class RequestLineSyntax(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/method-syntax", Title = "A method that is not a token is rejected")]
    [Input("nul", "GE\0T")]
    [Input("control", "G\u0001ET")]
    [Input("beyond-ascii", "G\u00c9T")]
    [Input("delimiter", "GET{}")]
    [Input("colon", "GET:")]
    public async Task A_method_that_is_no_token_is_rejected(string method)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await AssertRefusedAsync(client, Requests.Absolute(method, origin.Http("/x")), "such a method is not a token", origin);
    }

    // Lenient recipients split a request line at any whitespace, and take these bytes for it.
    [Requirement("robustness/request-line-whitespace", Title = "Odd whitespace in a request line is rejected or repaired")]
    [Input("leading-space", " GET {0} HTTP/1.1")]
    [Input("two-spaces", "GET  {0}  HTTP/1.1")]
    [Input("tab", "GET\t{0}\tHTTP/1.1")]
    [Input("vertical-tab", "GET\v{0}\vHTTP/1.1")]
    [Input("form-feed", "GET\f{0}\fHTTP/1.1")]
    [Input("trailing-space", "GET {0} HTTP/1.1 ")]
    public async Task Odd_white_space_in_a_request_line_is_rejected_or_mended(string format)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var line = string.Format(CultureInfo.InvariantCulture, format, origin.Http("/x"));
        var (_, forwarded) = await ForwardedUnlessRefusedAsync(
            client, Requests.Head(line, $"Host: {origin.Authority}"),
            "a request line has one SP after the method, and one after the target", origin);

        if (forwarded is not null and not { RawRequestLine: "GET /x HTTP/1.1" or "GET /x HTTP/1.0" })
            forwarded.Should().HaveRequestLine("GET /x HTTP/1.1");
    }
}
