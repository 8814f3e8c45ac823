using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.AbsoluteForm;

/// <summary>Bytes above 0x7F in a response's head are opaque, and arrive unchanged (RFC 9110 §5.5, RFC 9112 §4).</summary>
public sealed class ObsText(string proxy) : Scenario(proxy)
{
    [Requirement("absolute-form/obs-text-response", Title = "A field value with bytes above ASCII arrives unchanged")]
    [Input("latin-1", "caf\u00e9")]
    [Input("utf-8", "caf\u00c3\u00a9 \u00e2\u0082\u00ac")]
    [Input("neither", "a\u0080\u0085\u00a0b\u00ff")]
    public async Task A_field_value_with_bytes_above_ASCII_arrives_unchanged(string value) =>
        (await GetAsync("OK", value)).Should().HaveStatus(200).And.HaveFieldValue("X-Obs", value);

    // A recipient may ignore the reason phrase, so a proxy may drop it or write its own, but not garble the origin's.
    [Requirement("absolute-form/obs-text-response/reason-phrase")]
    public async Task A_reason_phrase_with_bytes_above_ASCII_arrives_unchanged()
    {
        const string phrase = "D\u00e9j\u00e0 vu";
        var response = await GetAsync(phrase, "plain");

        response.Should().HaveStatus(200).And.HaveBody("ok");
        if (response.ReasonPhrase != phrase && response.ReasonPhrase is not ("" or "OK" or "Ok"))
        {
            Warn(ReasonIds.StatusLine, $"the reason phrase is neither the origin's nor the proxy's own: \"{response}\"",
                response.Marks.StartLine);
        }
    }

    private async Task<WireResponse> GetAsync(string phrase, string value)
    {
        await using var origin = await Origins.HttpAsync(
            $"HTTP/1.1 200 {phrase}\r\n{Answers.Common}X-Obs: {value}\r\nContent-Length: 2\r\n\r\nok");
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Get(origin.Http("/obs-text")));
        return await client.ReadResponseAsync("GET");
    }
}
