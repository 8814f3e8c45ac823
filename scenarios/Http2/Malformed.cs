using ConformanceKit.Grading;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Scenarios.Http2;

/// <summary>Requests that are malformed (RFC 9113 §8.1.1): an error of the stream, and nothing for the origin.</summary>
public sealed class Malformed(string proxy) : Scenario(proxy)
{
    private static readonly Http2Field s_connect = new(":method", "CONNECT");

    [Requirement("h2/scheme-forbidden", Title = "CONNECT with :scheme is malformed")]
    public Task CONNECT_with_a_scheme_is_malformed() => AssertNoTunnelAsync(
        authority => [s_connect, new(":scheme", "http"), new(":authority", authority)], "CONNECT has no :scheme");

    [Requirement("h2/path-forbidden", Title = "CONNECT with :path is malformed")]
    public Task CONNECT_with_a_path_is_malformed() => AssertNoTunnelAsync(
        authority => [s_connect, new(":authority", authority), new(":path", "/")], "CONNECT has no :path");

    [Requirement("h2/authority-missing", Title = "CONNECT without :authority is malformed, whatever Host says")]
    [Input("none", "none")]
    [Input("host", "host")]
    [Input("empty", "empty")]
    public Task CONNECT_without_an_authority_is_malformed_whatever_Host_says(string input) => AssertNoTunnelAsync(
        authority => input switch
        {
            "host" => [s_connect, new("host", authority)],
            "empty" => [s_connect, new(":authority", ""), new("host", authority)],
            _ => [s_connect],
        },
        "there is no :authority");

    [Requirement("h2/method-case", Title = "A method is compared with regard to case")]
    public Task A_method_is_compared_with_regard_to_case() => AssertNoTunnelAsync(
        authority => [new(":method", "connect"), new(":authority", authority)], "only CONNECT in upper case opens a tunnel");

    [Requirement("h2/pseudo-duplicate", Title = "A pseudo-header field that occurs twice is malformed")]
    public Task A_pseudo_header_field_that_occurs_twice_is_malformed() => AssertNoTunnelAsync(
        authority => [s_connect, new(":authority", authority), new(":authority", authority)], ":authority occurs twice");

    [Requirement("h2/pseudo-late", Title = "A pseudo-header field after another field is malformed")]
    public Task A_pseudo_header_field_after_another_field_is_malformed() => AssertNoTunnelAsync(
        authority => [s_connect, new("x", "y"), new(":authority", authority)], ":authority comes after a field");

    [Requirement("h2/pseudo-unknown", Title = "An unknown pseudo-header field is malformed")]
    public Task An_unknown_pseudo_header_field_is_malformed() => AssertNoTunnelAsync(
        authority => [s_connect, new(":authority", authority), new(":foo", "x")], ":foo is not defined");

    [Requirement("h2/pseudo-response", Title = "A pseudo-header field of responses is malformed in a request")]
    public Task A_pseudo_header_field_of_responses_is_malformed_in_a_request() => AssertNoTunnelAsync(
        authority => [s_connect, new(":authority", authority), new(":status", "200")], ":status is for responses");

    [Requirement("h2/field-names", Title = "A field name with a character that none may have is malformed")]
    [Input("upper-case", "X-Name")]
    [Input("space", "a b")]
    [Input("colon", "a:b")]
    [Input("nul", "a\0")]
    [Input("del", "a\u007f")]
    public Task A_field_name_with_a_character_that_none_may_have_is_malformed(string name) => AssertNoTunnelAsync(
        authority => [s_connect, new(":authority", authority), new(name, "x")], "a field name may not have that character");

    [Requirement("h2/field-values", Title = "A field value with a character that none may have is malformed")]
    [Input("cr", "a\rb")]
    [Input("lf", "a\nb")]
    [Input("nul", "a\0b")]
    [Input("leading-space", " a")]
    [Input("trailing-tab", "a\t")]
    public Task A_field_value_with_a_character_that_none_may_have_is_malformed(string value) => AssertNoTunnelAsync(
        authority => [s_connect, new(":authority", authority), new("x", value)], "a field value may not have that character");

    [Requirement("h2/connection-fields", Title = "A field of the connection is malformed")]
    [Input("connection", "connection", "close")]
    [Input("proxy-connection", "proxy-connection", "keep-alive")]
    [Input("keep-alive", "keep-alive", "timeout=5")]
    [Input("transfer-encoding", "transfer-encoding", "chunked")]
    [Input("upgrade", "upgrade", "websocket")]
    [Input("te", "te", "gzip")]
    public Task A_field_of_the_connection_is_malformed(string name, string value) => AssertNoTunnelAsync(
        authority => [s_connect, new(":authority", authority), new(name, value)], "HTTP/2 has no such fields");

    private async Task AssertNoTunnelAsync(Func<string, Http2Field[]> fields, string because)
    {
        // 1. A tunnel beside it, and a live origin that a lenient reading would reach.
        await using var echo = await Origins.EchoAsync();
        await using var meant = await Origins.ListenAsync();
        await using var client = await H2.DialAsync();
        var sibling = await TunnelAsync(client, echo);

        // 2. The request.
        var stream = client.NewStream();
        await stream.SendHeadersAsync(fields(meant.Authority));
        var outcome = await AssertMalformedAsync(stream, because);

        // 3. It has no effect.
        await meant.Should().HaveSeenNoConnectionAsync(because);
        if (!outcome.CostsSiblings)
            await AssertEchoesAsync(sibling, "only the other stream has failed");
    }
}
