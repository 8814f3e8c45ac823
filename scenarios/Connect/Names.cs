using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>Names that are valid, if uncommon: it is up to the resolver whether they lead anywhere (RFC 3986 §3.2.2).</summary>
public sealed class Names(string proxy) : Scenario(proxy)
{
    [Requirement("connect/name-syntax", DependsOn = "connect-errors/dns-fail")]
    [Input("underscore", "my_host-{0}.invalid")]
    [Input("trailing-dot", "{0}.invalid.")]
    [Input("leading-digit", "1{0}.invalid")]
    public async Task A_name_of_an_uncommon_form_is_looked_up_like_any_other(string format)
    {
        var label = $"h{Guid.NewGuid():N}";
        var common = await AskAsync($"{label}.invalid");
        var uncommon = await AskAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, format, label));

        // Neither name exists; a proxy that looks them up reports that for both, or that no resolver answered in time
        // (RFC 9209 §2.3.1, §2.3.2).
        if (uncommon != common && !(IsOfTheResolver(common) && IsOfTheResolver(uncommon)))
        {
            throw new RequirementBrokenException(ReasonIds.Status,
                $"expected {common}, as for any name that does not exist, but got {uncommon}");
        }
    }

    [Requirement("connect/name-syntax/underscore-resolved")]
    public async Task A_name_with_an_underscore_that_resolves_gets_its_tunnel()
    {
        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.DialAsync();

        await client.SendAsync(Requests.Connect($"{Proxy.UnderscoreHost}:{origin.Port}"));

        (await client.ReadResponseAsync("CONNECT", within: Waits.Dial)).Should().BeSuccessful();
        await client.SendAsync(AnyBytes.Ping);
        (await client.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
    }

    private static bool IsOfTheResolver(string answer) => answer is "502" or "503" or "504";

    private async Task<string> AskAsync(string host)
    {
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(Requests.Connect($"{host}:8443"));
        return await client.IsClosedAsync(within: Waits.Dial)
            ? "the end of the connection"
            : $"{(await client.ReadResponseAsync("CONNECT")).StatusCode}";
    }
}
