using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.HopByHop;

/// <summary>What Connection nominates in responses (RFC 9110 §7.6.1), including interim ones.</summary>
public sealed class ResponseFields(string proxy) : Scenario(proxy)
{
    [Requirement("hop-by-hop/response-nominated", DependsOn = "hop-by-hop/nominated/response",
        Title = "A field that a response nominates is removed, whatever it is")]
    [Input("set-cookie", "Set-Cookie: a=1")]
    [Input("etag", "ETag: \"a\"")]
    public async Task A_field_that_a_response_nominates_is_removed_whatever_it_is(string line)
    {
        var name = line.Split(':')[0];
        var response = await AskAsync(
            $"HTTP/1.1 200 OK\r\n{Answers.Common}Connection: {name}\r\n{line}\r\nContent-Length: 2\r\n\r\nok");
        response.Should().HaveStatus(200).And.NotHaveField(name, "Connection nominates it");
    }

    [Requirement("hop-by-hop/response-nominated/interim", DependsOn = "absolute-form/forward-1xx")]
    public async Task What_an_interim_response_nominates_is_removed()
    {
        var response = await AskAsync(
            "HTTP/1.1 103 Early Hints\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nLink: </a>\r\n\r\n"
            + Answers.Ok);
        response.Should().HaveStatus(200);
        foreach (var interim in response.Interim)
        {
            interim.Should().NotHaveField("X-Hop", "Connection nominates it").And.NotHaveMember("Connection", "X-Hop");
            if (interim.HasField("Keep-Alive"))
                Warn(ReasonIds.FieldPresent, "the Keep-Alive of a 103 is passed on", interim.Marks.Fields("Keep-Alive"));
        }
    }

    [Requirement("hop-by-hop/connection-framing", Title = "A response that nominates Content-Length or Date stays whole")]
    [Input("content-length", "Content-Length")]
    [Input("date", "Date")]
    public async Task A_response_that_nominates_Content_Length_or_Date_stays_whole(string name)
    {
        var response = await AskAsync(
            $"HTTP/1.1 200 OK\r\n{Answers.Common}Connection: {name}\r\nContent-Length: 2\r\n\r\nok");
        response.Should().HaveStatus(200).And.HaveBody("ok").And.HaveField("Date", "a proxy with a clock adds one");
    }

    private async Task<WireResponse> AskAsync(string answer)
    {
        await using var origin = await Origins.HttpAsync(answer);
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/nominated")));
        return await client.ReadResponseAsync("GET");
    }
}
