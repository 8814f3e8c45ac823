using ConformanceKit.Grading;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2Forward.Http2Requests;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>Requests that are malformed (RFC 9113 §8.1.1), and so must not be forwarded.</summary>
public sealed class Malformed(string proxy) : Scenario(proxy)
{
    [Requirement("h2-forward/path-missing", Title = "A request without :path is malformed")]
    public Task A_request_without_a_path_is_malformed() =>
        AssertNotForwardedAsync(origin => Without(":path", origin), "there is no :path");

    [Requirement("h2-forward/path-empty", Title = "A request whose :path is empty is malformed")]
    public Task A_request_whose_path_is_empty_is_malformed() =>
        AssertNotForwardedAsync(origin => Fields("GET", origin.Authority, ""), "a path is at least a slash");

    [Requirement("h2-forward/scheme-missing", Title = "A request without :scheme is malformed")]
    public Task A_request_without_a_scheme_is_malformed() =>
        AssertNotForwardedAsync(origin => Without(":scheme", origin), "there is no :scheme");

    [Requirement("h2-forward/value-crlf", Title = "A line end in a field value does not become one in HTTP/1")]
    [Input("field", "a\r\nx-evil: 1")]
    [Input("lf", "a\nx-evil: 1")]
    [Input("request", "a\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: {0}")]
    public Task A_line_end_in_a_field_value_does_not_become_one_in_HTTP_1(string value) => AssertNotInjectedAsync(
        origin => new("x", value.Replace("{0}", origin.Authority, StringComparison.Ordinal)),
        "a field value has no line ends");

    [Requirement("h2-forward/name-colon", Title = "A colon or a line end in a field name does not make two fields of it")]
    [Input("colon", "x-evil:1")]
    [Input("crlf", "x\r\nx-evil")]
    public Task A_colon_or_a_line_end_in_a_field_name_does_not_make_two_fields_of_it(string name) =>
        AssertNotInjectedAsync(_ => new(name, "v"), "a field name has neither");

    [Requirement("h2-forward/te-chunked", Title = "Transfer-Encoding does not decide where the content ends")]
    [Input("alone", false)]
    [Input("with-content-length", true)]
    public async Task Transfer_Encoding_does_not_decide_where_the_content_ends(bool withLength)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var content = $"0\r\n\r\n{Wire.Requests.Head("GET /smuggled HTTP/1.1", $"Host: {origin.Authority}")}";
        var fields = Fields("POST", origin.Authority, "/x", new Http2Field("transfer-encoding", "chunked"));
        var stream = await H2.SendAsync(
            withLength ? [.. fields, new("content-length", $"{content.Length}")] : fields, content);

        var outcome = await stream.OutcomeAsync();
        await Injected.AssertStayedContentAsync(origin);
        AssertMalformed(outcome, "HTTP/2 has no Transfer-Encoding");
        await origin.Should().HaveReceivedNothingAsync("it must not be forwarded");
    }

    private static Http2Field[] Without(string name, Origin origin) =>
        [.. Fields("GET", origin.Authority, "/x").Where(field => field.Name != name)];

    private async Task AssertNotForwardedAsync(Func<Origin, Http2Field[]> fields, string because)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await AssertMalformedAsync(await H2.SendAsync(fields(origin)), because);
        await origin.Should().HaveReceivedNothingAsync(because);
    }

    private async Task AssertNotInjectedAsync(Func<Origin, Http2Field> field, string because)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var outcome = await (await H2.SendAsync(Fields("GET", origin.Authority, "/x", field(origin)))).OutcomeAsync();
        await Injected.AssertReachedNobodyAsync(Transcript, origin);
        AssertMalformed(outcome, because);
        await origin.Should().HaveReceivedNothingAsync(because);
    }
}
