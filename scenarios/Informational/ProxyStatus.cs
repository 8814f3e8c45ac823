using System.Globalization;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Informational;

/// <summary>What a proxy says in Proxy-Status (RFC 9209), if it sends the field; no proxy has to.</summary>
public sealed class ProxyStatus(string proxy) : Scenario(proxy)
{
    // The recommended status of each error type that has a single one (§2.3).
    private static readonly Dictionary<string, int> s_recommended = new()
    {
        ["dns_timeout"] = 504,
        ["dns_error"] = 502,
        ["destination_not_found"] = 500,
        ["destination_unavailable"] = 503,
        ["destination_ip_prohibited"] = 502,
        ["destination_ip_unroutable"] = 502,
        ["connection_refused"] = 502,
        ["connection_terminated"] = 502,
        ["connection_timeout"] = 504,
        ["connection_read_timeout"] = 504,
        ["connection_write_timeout"] = 504,
        ["connection_limit_reached"] = 503,
        ["tls_protocol_error"] = 502,
        ["tls_certificate_error"] = 502,
        ["tls_alert_received"] = 502,
        ["http_request_denied"] = 403,
        ["http_response_incomplete"] = 502,
        ["http_response_header_section_size"] = 502,
        ["http_response_header_size"] = 502,
        ["http_response_body_size"] = 502,
        ["http_response_trailer_section_size"] = 502,
        ["http_response_trailer_size"] = 502,
        ["http_response_transfer_coding"] = 502,
        ["http_response_content_coding"] = 502,
        ["http_response_timeout"] = 504,
        ["http_upgrade_failed"] = 502,
        ["http_protocol_error"] = 502,
        ["proxy_internal_error"] = 500,
        ["proxy_configuration_error"] = 500,
        ["proxy_loop_detected"] = 502,
    };

    private static readonly Dictionary<string, StructuredType[]> s_types = new()
    {
        ["error"] = [StructuredType.Token],
        ["next-hop"] = [StructuredType.QuotedString, StructuredType.Token],
        ["next-protocol"] = [StructuredType.Token, StructuredType.ByteSequence],
        ["received-status"] = [StructuredType.WholeNumber],
        ["details"] = [StructuredType.QuotedString],
    };

    [Requirement("informational/proxy-status-syntax",
        Title = "Proxy-Status is a list of names with parameters of the right types")]
    [Input("refused", "CONNECT", "{0}")]
    [Input("refused-get", "GET", "{0}")]
    [Input("malformed", "CONNECT", "{0}abc")]
    public async Task Proxy_Status_is_a_list_of_names_with_parameters_of_the_right_types(string method, string target)
    {
        var response = await RejectionAsync(method, target);
        foreach (var member in Members(response))
        {
            if (member.Value.Type is not (StructuredType.QuotedString or StructuredType.Token))
                throw Wrong(response, $"the member {member.Value.Text} is {Words(member.Value.Type)}, not a string or a token");
            foreach (var (key, value) in member.Parameters)
            {
                if (s_types.TryGetValue(key, out var types) && !types.Contains(value.Type))
                {
                    throw Wrong(
                        response, $"the parameter {key} is {Words(value.Type)}, not {string.Join(" or ", types.Select(Words))}");
                }
            }
        }
    }

    [Requirement("informational/proxy-status-code", DependsOn = "informational/proxy-status-syntax/{input}",
        Title = "The status is the one recommended for the error in Proxy-Status")]
    [Input("refused", "CONNECT", "{0}")]
    [Input("refused-get", "GET", "{0}")]
    [Input("malformed", "CONNECT", "{0}abc")]
    public async Task The_status_is_the_one_recommended_for_the_error_in_Proxy_Status(string method, string target)
    {
        var response = await RejectionAsync(method, target);
        if (Members(response)[^1].Parameters.GetValueOrDefault("error")?.Text is not { } error)
        {
            NotApplicable("the proxy's own member of Proxy-Status names no error");
            return;
        }

        if (error == "http_request_error")
            response.Should().BeRejection().And.NotBeServerError("the request is at fault");
        else if (s_recommended.TryGetValue(error, out var status))
            response.Should().HaveStatus(status);
        else
            NotApplicable($"RFC 9209 recommends no status for the error type '{error}'");
    }

    [Requirement("informational/proxy-status-origin-preserved", DependsOn = "absolute-form/origin-form",
        Title = "Members of Proxy-Status that came with a response stay, before the proxy's own")]
    public async Task Members_of_Proxy_Status_that_came_with_a_response_stay_before_the_proxys_own()
    {
        await using var origin = await Origins.HttpAsync(
            "HTTP/1.1 200 OK\r\nProxy-Status: \"inner.test\"; received-status=200\r\nContent-Length: 2\r\n\r\nok");
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/x")));
        var response = await client.ReadResponseAsync("GET");

        response.Should().HaveStatus(200).And.HaveField("Proxy-Status");
        var first = Members(response)[0];
        if (first.Value.Text != "inner.test" || first.Parameters.GetValueOrDefault("received-status")?.Text != "200")
            throw Wrong(response, $"its first member is {first.Value.Text}, not the one that the origin sent");
    }

    // A proxy that closes without a reply, or does not reject the request, shows nothing here; other rows grade that.
    private async Task<WireResponse> RejectionAsync(string method, string target)
    {
        await using var refused = await Origins.RefusedAsync();
        await using var client = await Proxy.DialAsync();
        var authority = string.Format(CultureInfo.InvariantCulture, target, refused.Authority);
        if (await AskAsync(client,
            method == "CONNECT" ? Requests.Connect(authority) : Requests.Get($"http://{authority}/")) is not { } response)
        {
            throw new NotApplicableException("the proxy sends no response");
        }

        return response.HasField("Proxy-Status") ? response : throw new NotApplicableException("the proxy sends no Proxy-Status");
    }

    private static IReadOnlyList<StructuredItem> Members(WireResponse response)
    {
        try
        {
            var members = StructuredItem.ParseList(response.Field("Proxy-Status")!);
            return members.Count > 0 ? members : throw new FormatException("it has no members");
        }
        catch (FormatException wrong)
        {
            throw Wrong(response, wrong.Message);
        }
    }

    private static RequirementBrokenException Wrong(WireResponse response, string why) =>
        new(ReasonIds.FieldValue, $"Proxy-Status: {why}") { Marks = response.Marks.Fields("Proxy-Status") };

    private static string Words(StructuredType type) => type switch
    {
        StructuredType.WholeNumber => "an integer",
        StructuredType.DecimalNumber => "a decimal",
        StructuredType.QuotedString => "a string",
        StructuredType.Token => "a token",
        StructuredType.ByteSequence => "a byte sequence",
        StructuredType.Boolean => "a boolean",
        StructuredType.Date => "a date",
        _ => "a display string",
    };
}
