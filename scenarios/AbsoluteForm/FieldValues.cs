using System.Globalization;
using System.Numerics;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;
using FluentAssertions;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Values of request fields that a careless proxy changes or miscounts.</summary>
public sealed class FieldValues(string proxy) : Scenario(proxy)
{
    // Latin-1, UTF-8, and bytes that are neither.
    [Requirement("absolute-form/obs-text-request", Title = "Bytes above 0x7F in a field value arrive as they were sent")]
    [Input("latin-1", "caf\u00e9")]
    [Input("utf-8", "caf\u00c3\u00a9")]
    [Input("neither", "\u0080\u00fe\u00ff")]
    public async Task Bytes_from_0x80_on_in_a_field_value_arrive_as_they_were_sent(string value)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Get(origin.Http("/x"), $"X-Opaque: {value}"));

        (await client.ReadResponseAsync("GET")).Should().HaveStatus(200);
        origin.Requests[0].Should().HaveSingleField("X-Opaque", value);
    }

    [Requirement("absolute-form/max-forwards-huge", DependsOn = "absolute-form/max-forwards-decrement",
        Title = "A Max-Forwards too large to represent is still lowered")]
    [Input("32-bit", "4294967295")]
    [Input("beyond-64-bit", "99999999999999999999")]
    public async Task A_Max_Forwards_beyond_what_can_be_counted_is_still_lowered(string value)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);

        var request = await ForwardedOptions.RequireAsync(
            Proxy, origin, Requests.Absolute("OPTIONS", origin.Http("/x"), $"Max-Forwards: {value}"));

        request.Should().HaveFieldMatching("Max-Forwards", "4294967294", "^[0-9]+$", "a proxy lowers it by one");
        var left = BigInteger.Parse(request.Field("Max-Forwards")!, NumberStyles.None, CultureInfo.InvariantCulture);
        if (left >= BigInteger.Parse(value, CultureInfo.InvariantCulture))
        {
            throw new RequirementBrokenException(ReasonIds.FieldValue,
                $"expected a Max-Forwards below {value}, but the origin saw {left}")
            {
                Marks = request.Marks.Fields("Max-Forwards"),
            };
        }
    }

    // How many hops were meant cannot be known: the request stops here, or is forwarded with a number that is valid and no larger
    // than what was sent.
    [Requirement("absolute-form/max-forwards-invalid", DependsOn = "absolute-form/max-forwards-decrement",
        Title = "A Max-Forwards that is not a number is not forwarded unchanged")]
    [Input("negative", "Max-Forwards: -1")]
    [Input("text", "Max-Forwards: ten")]
    [Input("lines", "Max-Forwards: 5\r\nMax-Forwards: 6")]
    public async Task A_Max_Forwards_that_is_no_number_does_not_go_on_as_it_came(string lines)
    {
        // 1. Only if a valid value is forwarded does an invalid one show more than any other OPTIONS would.
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await ForwardedOptions.RequireAsync(Proxy, origin,
            Requests.Absolute("OPTIONS", origin.Http("/valid"), "Max-Forwards: 5"));

        // 2. The invalid value.
        await using var asked = await Origins.HttpAsync(Answers.Ok);
        var (forwarded, _) = await ForwardedOptions.SendAsync(Proxy, asked,
            Requests.Absolute("OPTIONS", asked.Http("/invalid"), lines));

        if (forwarded is not null && forwarded.HasField("Max-Forwards"))
        {
            forwarded.Should().HaveFieldMatching("Max-Forwards", "4", "^0*[0-5]$",
                "it is a number, and no larger than what came");
        }
    }
}
