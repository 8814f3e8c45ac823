using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>Lines that are not field lines, because their name is not a token (RFC 9112 §5, RFC 9110 §5.1).</summary>
public sealed class FieldNames(string proxy) : Scenario(proxy)
{
    [Requirement("robustness/field-names")]
    [Input("no-colon", "X-Odd")]
    [Input("empty", ": 1")]
    [Input("space", "X Odd: 1")]
    [Input("nul", "X\0Odd: 1")]
    [Input("control", "X\u0001Odd: 1")]
    [Input("delete", "X\u007fOdd: 1")]
    [Input("beyond-ascii", "X\u00e9Odd: 1")]
    [Input("delimiter", "X(Odd): 1")]
    public async Task A_field_line_without_a_valid_name_is_rejected(string line)
    {
        await using var origin = await Origins.HttpAsync(Answers.Ok);
        await using var client = await Proxy.DialAsync();

        await AssertRefusedAsync(client, Requests.Get(origin.Http("/x"), line), "a field line is a token, a colon and a value",
            origin);
    }
}
