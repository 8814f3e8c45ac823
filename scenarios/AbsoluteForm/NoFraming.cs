using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Responses that end with their head do not declare the length of a body (RFC 9112 §6.1, RFC 9110 §8.6).</summary>
public sealed class NoFraming(string proxy) : Scenario(proxy)
{
    private const string Because = "the origin sent neither a body nor a length";

    [Requirement("absolute-form/no-framing-fields", Title = "A 204 has neither Transfer-Encoding nor Content-Length")]
    [Input("204", "")]
    [Input("204-chunked", "Transfer-Encoding: chunked\r\n")]
    [Input("204-length", "Content-Length: 0\r\n")]
    public async Task A_204_has_neither_Transfer_Encoding_nor_Content_Length(string fieldLines)
    {
        var response = await AskAsync(
            "GET", $"HTTP/1.1 204 No Content\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n{fieldLines}\r\n",
            isFaulty: fieldLines.Length > 0);
        response?.Should().HaveStatus(204).And.NotHaveField("Transfer-Encoding").And.NotHaveField("Content-Length");
    }

    [Requirement("absolute-form/no-framing-fields", DependsOn = "absolute-form/forward-1xx",
        Title = "A 103 has neither Transfer-Encoding nor Content-Length")]
    [Input("103", "")]
    [Input("103-length", "Content-Length: 3\r\n")]
    public async Task A_103_has_neither_Transfer_Encoding_nor_Content_Length(string fieldLines)
    {
        var response = await AskAsync(
            "GET", $"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n{fieldLines}\r\n{Answers.Ok}", isFaulty: fieldLines.Length > 0);
        if (response is null)
            return;

        response.Should().HaveStatus(200).And.HaveBody("ok");
        foreach (var interim in response.Interim)
            interim.Should().NotHaveField("Transfer-Encoding").And.NotHaveField("Content-Length");
    }

    [Requirement("absolute-form/no-framing-fields",
        Title = "A response to HEAD or a 304 has no length that the origin did not send")]
    [Input("head", "HEAD", "200 OK")]
    [Input("304", "GET", "304 Not Modified")]
    public async Task A_response_to_HEAD_has_no_length_that_the_origin_did_not_send(string method, string status)
    {
        var response = await AskAsync(method, $"HTTP/1.1 {status}\r\n{Answers.Common}ETag: \"a\"\r\n\r\n", isFaulty: false);
        if (response is null)
            return;

        response.Should().HaveStatus(status[0] == '2' ? 200 : 304).And.NotHaveField("Content-Length", Because);
        if (response.HasField("Transfer-Encoding"))
        {
            Warn(ReasonIds.FieldPresent, $"Transfer-Encoding is added to \"{response}\", although {Because}",
                response.Marks.Fields("Transfer-Encoding"));
        }
    }

    // Null if the proxy replaced what the origin must not send; the replacement has then been graded.
    private async Task<WireResponse?> AskAsync(string method, string answer, bool isFaulty)
    {
        await using var origin = await Origins.HttpExactlyAsync(answer);
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Absolute(method, origin.Http("/bodiless"), "If-None-Match: \"a\""));
        var forwarded = await origin.NextRequestAsync();
        if (answer.Contains("Transfer-Encoding", StringComparison.Ordinal))
            NotApplicableToHttp10(forwarded, "gets no transfer coding");
        return isFaulty ? await Replaced.OrPassedOnAsync(client, method, Warn) : await client.ReadResponseAsync(method);
    }
}
