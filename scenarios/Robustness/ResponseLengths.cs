using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>
/// Responses whose framing fields contradict each other, or do not mean what they seem to mean (RFC 9112 §6.3).
/// </summary>
public sealed class ResponseLengths(string proxy) : Scenario(proxy)
{
    private const string Start = "HTTP/1.1 200 OK\r\n" + Answers.Common;

    private const string Chunks = "5\r\nhello\r\n0\r\n\r\n";

    [Requirement("robustness/response-cl-te", DependsOn = "absolute-form/chunked-response/one-octet-chunks",
        Title = "Transfer-Encoding overrides the Content-Length of a response, which is removed")]
    [Input("shorter", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [Input("longer", "Content-Length: 50\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [Input("chunked-first", "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n")]
    public async Task Transfer_Encoding_overrides_the_Content_Length_of_a_response(string framing)
    {
        if (await PassedOnAsync("GET", Start + framing + Chunks) is not { } response)
            return;
        response.Should().HaveStatus(200);
        if (response.HasField("Transfer-Encoding"))
            response.Should().NotHaveField("Content-Length", "it has to be removed");
        response.Should().HaveBody("hello");
    }

    [Requirement("robustness/response-cl-repeated",
        Title = "A repeated Content-Length of a response is forwarded once, or the response is replaced")]
    [Input("lines", "Content-Length: 5\r\nContent-Length: 5\r\n\r\n")]
    [Input("list", "Content-Length: 5, 5\r\n\r\n")]
    [Input("leading-zero", "Content-Length: 5\r\nContent-Length: 05\r\n\r\n")]
    public async Task A_repeated_Content_Length_of_a_response_is_forwarded_once(string framing)
    {
        if (await PassedOnAsync("GET", Start + framing + "hello") is not { } response)
            return;
        if (response.HasField("Content-Length"))
            response.Should().HaveFieldLines("Content-Length", "5");
        response.Should().HaveStatus(200).And.HaveBody("hello");
    }

    [Requirement("robustness/head-invalid-length",
        Title = "An invalid Content-Length is not forwarded, even where there is no body")]
    [Input("head-list", "HEAD", "Content-Length: 42, 42")]
    [Input("head-lines", "HEAD", "Content-Length: 42\r\nContent-Length: 42")]
    [Input("head-differing", "HEAD", "Content-Length: 42\r\nContent-Length: 43")]
    [Input("head-letters", "HEAD", "Content-Length: abc")]
    [Input("304-list", "GET", "Content-Length: 42, 42")]
    [Input("304-lines", "GET", "Content-Length: 42\r\nContent-Length: 42")]
    [Input("304-letters", "GET", "Content-Length: abc")]
    public async Task An_invalid_Content_Length_is_not_forwarded_where_there_is_no_body_either(string method, string fieldLines)
    {
        var start = method == "HEAD" ? Start : $"HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n{Answers.Common}";
        if (await PassedOnAsync(method, $"{start}{fieldLines}\r\n\r\n") is not { } response)
            return;
        if (!response.HasField("Content-Length"))
            return;
        response.Should().HaveFieldMatching("Content-Length", "42", "^[0-9]+$", "a proxy must not forward an invalid one");
        if (fieldLines.Contains("43", StringComparison.Ordinal))
        {
            Warn(ReasonIds.FieldPresent,
                $"one of two lengths that differ, {response.Field("Content-Length")}, is forwarded as if it were certain",
                response.Marks.Fields("Content-Length"));
        }
    }

    // There is no Content-Length, and the last coding is not chunked, so the body ends with the connection: the chunk is content.
    [Requirement("robustness/response-te", DependsOn = "absolute-form/close-delimited",
        Title = "A coding that only looks like chunked does not end a response")]
    [Input("identity", "identity")]
    [Input("gzip", "gzip")]
    [Input("xchunked", "xchunked")]
    [Input("chunked-first", "chunked, identity")]
    [Input("nbsp", "chunked\u00a0")]
    [Input("nel", "\u0085chunked")]
    public async Task A_coding_that_only_looks_like_chunked_does_not_end_a_response(string codings)
    {
        if (await PassedOnAsync("GET", $"{Start}Transfer-Encoding: {codings}\r\n\r\n{Chunks}") is not { } response)
            return;
        response.Should().HaveStatus(200);
        if (!codings.All(char.IsAscii))
            response.RawHead.Should().NotContain(codings, "it is not a token");
        response.Should().HaveBody(Chunks);
    }

    [Requirement("robustness/response-te-twice", DependsOn = "absolute-form/chunked-response/one-octet-chunks",
        Title = "A response with codings before chunked is replaced, or forwarded chunked only once")]
    [Input("identity", "identity, chunked")]
    [Input("chunked", "chunked, chunked")]
    [Input("chunked-lines", "chunked\r\nTransfer-Encoding: chunked")]
    public async Task A_response_with_codings_before_chunked_is_replaced_or_goes_on_in_chunks_that_are_chunked_once(
        string codings)
    {
        if (await PassedOnAsync("GET", $"{Start}Transfer-Encoding: {codings}\r\n\r\n{Chunks}") is not { } response)
            return;
        response.Should().HaveStatus(200);
        if (response.Members("Transfer-Encoding")
            .Count(coding => coding.Equals("chunked", StringComparison.OrdinalIgnoreCase)) > 1)
        {
            response.Should().HaveFieldLines("Transfer-Encoding", "chunked");
        }

        response.Should().HaveBody("hello");
    }

    private async Task<WireResponse?> PassedOnAsync(string method, string answer)
    {
        await using var origin = await Origins.HttpExactlyClosingAsync(answer);
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Absolute(method, origin.Http("/framing"), "If-None-Match: \"a\""));
        var forwarded = await origin.NextRequestAsync();
        if (answer.Contains("Transfer-Encoding", StringComparison.Ordinal))
            NotApplicableToHttp10(forwarded, "gets no transfer coding");
        return await Replaced.OrPassedOnAsync(client, method, Warn);
    }
}
