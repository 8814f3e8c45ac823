using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Field lines that a proxy keeps, and those that it adds.</summary>
public sealed class Fields(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/unknown-header")]
    public async Task An_unknown_field_is_forwarded()
    {
        var (request, _) = await ExchangeAsync(Answers.Ok, "X-Unheard-Of: one, two");
        request.Should().HaveSingleField("X-Unheard-Of", "one, two");
    }

    [Requirement("absolute-form/repeat-order")]
    public async Task The_order_of_repeated_field_lines_is_kept()
    {
        var (request, _) = await ExchangeAsync(Answers.Ok, "X-Order: 1", "X-Between: b", "X-Order: 2");
        request.Should().HaveFieldMatching("X-Order", "1, 2", "^1 *, *2$", "the order of the lines has a meaning");
    }

    [Requirement("absolute-form/set-cookie-lines", Title = "Set-Cookie lines are not merged")]
    public async Task Set_Cookie_lines_are_not_merged()
    {
        var (_, response) = await ExchangeAsync(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n\r\n");
        response.Should().HaveFieldLines("Set-Cookie", "a=1", "b=2");
    }

    [Requirement("absolute-form/conditionals")]
    [Input("if-match", "If-Match", "\"a\"")]
    [Input("if-none-match", "If-None-Match", "\"a\", W/\"b\"")]
    [Input("if-modified-since", "If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")]
    [Input("if-unmodified-since", "If-Unmodified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")]
    [Input("if-range", "If-Range", "\"a\"")]
    public async Task A_condition_is_left_to_the_origin(string name, string value)
    {
        // If-Range is for requests with a Range only (RFC 9110 §13.1.5).
        string[] fieldLines = name == "If-Range" ? ["Range: bytes=0-0", $"{name}: {value}"] : [$"{name}: {value}"];
        var (request, _) = await ExchangeAsync(Answers.Ok, fieldLines);
        request.Should().HaveSingleField(name, value);
    }

    [Requirement("absolute-form/early-data-field", Title = "Early-Data is not removed")]
    public async Task Early_Data_is_not_removed()
    {
        var (request, _) = await ExchangeAsync(Answers.Ok, "Early-Data: 1");
        request.Should().HaveFieldValue("Early-Data", "1");
    }

    [Requirement("absolute-form/via-request")]
    public async Task Via_is_appended_to_a_forwarded_request()
    {
        var (request, _) = await ExchangeAsync(Answers.Ok, "Via: 1.0 first");
        request.Should().HaveFieldMatching("Via", "1.0 first, 1.1 name",
            ViaMember.After("1.0 first", @"1\.1"),
            "the member that came stays first, and the proxy appends the version that it received, HTTP/1.1, and a name");
        ViaMember.AssertEachOnce(request);
    }

    [Requirement("absolute-form/via-response")]
    public async Task Via_in_a_response_names_the_version_received_from_the_origin()
    {
        var (_, response) = await ExchangeAsync("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok");
        response.Should().HaveFieldMatching(
            "Via", "1.0 name", ViaMember.First(@"1\.0"),
            "the proxy's member is the version in which the origin answered, HTTP/1.0, and a name");
        ViaMember.AssertEachOnce(response);
    }

    [Requirement("absolute-form/date-added")]
    public async Task A_response_without_Date_gets_one()
    {
        // An origin without a clock.
        await using var origin = await Origins.HttpExactlyAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok");
        var (_, response) = await ExchangeAsync(origin);
        response.Should().HaveField("Date");
    }

    [Requirement("absolute-form/max-forwards-not-added", Title = "Max-Forwards is not added to OPTIONS")]
    public async Task Max_Forwards_is_not_added_to_OPTIONS()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var request = await ForwardedOptions.RequireAsync(Proxy, origin, Requests.Absolute("OPTIONS", origin.Http("/x")));
        request.Should().NotHaveField("Max-Forwards");
    }

    [Requirement("absolute-form/max-forwards-zero", Title = "A request whose Max-Forwards is 0 is not forwarded")]
    [Input("options", "OPTIONS", "0")]
    [Input("trace", "TRACE", "0")]
    [Input("leading-zero", "OPTIONS", "00")]
    public async Task A_request_whose_Max_Forwards_is_0_is_not_forwarded(string method, string zero)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await AnsweredAsync(client, Requests.Absolute(method, origin.Http("/x"), $"Max-Forwards: {zero}"));

        await origin.Should().HaveSeenNoConnectionAsync("the proxy has to answer as the final recipient");
    }

    [Requirement("absolute-form/trace-redacts", DependsOn = "absolute-form/max-forwards-zero/trace",
        Title = "A response to TRACE does not contain credentials")]
    public async Task An_answer_to_TRACE_does_not_show_credentials()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        var response = await AskAsync(
            client, Requests.Absolute("TRACE", origin.Http("/x"), "Max-Forwards: 0", "Authorization: Basic dTpw",
                "Cookie: key=dTpw"));
        if (response is null)
            NotApplicable("the proxy does not answer TRACE");

        response.Body.Should().NotContain("dTpw", "such fields are likely to contain sensitive data");
        if (!response.IsSuccessful)
            NotApplicable($"the proxy answers TRACE with {response.StatusCode}, not with what it received");
    }

    [Requirement("absolute-form/max-forwards-decrement", Title = "Max-Forwards of OPTIONS is decremented")]
    public async Task Max_Forwards_of_OPTIONS_is_decremented()
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        var request = await ForwardedOptions.RequireAsync(
            Proxy, origin, Requests.Absolute("OPTIONS", origin.Http("/x"), "Max-Forwards: 5"));
        request.Should().HaveFieldMatching("Max-Forwards", "4", "^0*[0-4]$", "the client sent 5, and the proxy is one hop");
    }

    private async Task<(WireRequest Request, WireResponse Response)> ExchangeAsync(string answer, params string[] fieldLines)
    {
        await using var origin = await Origins.HttpAsync(answer);
        return await ExchangeAsync(origin, fieldLines);
    }

    private async Task<(WireRequest Request, WireResponse Response)> ExchangeAsync(HttpOrigin origin, params string[] fieldLines)
    {
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/x"), fieldLines));
        var response = await client.ReadResponseAsync("GET");
        response.Should().HaveStatus(200);
        return (origin.Requests[0], response);
    }
}
