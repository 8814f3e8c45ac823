using System.Globalization;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Connect;

/// <summary>Host fields of a CONNECT whose value is not a host with an optional port (RFC 9112 §3.2).</summary>
public sealed class HostValues(string proxy) : Scenario(proxy)
{
    [Requirement("connect/host-invalid", Title = "A CONNECT with an invalid Host is rejected with 400")]
    [Input("space", "a b")]
    [Input("userinfo", "u@{0}")]
    [Input("doubled-brackets", "[[::1]]:{1}")]
    [Input("letters-for-port", "{2}:x")]
    [Input("list", "{0}, evil.invalid")]
    [Input("path", "{0}/x")]
    public async Task A_CONNECT_with_an_invalid_Host_is_answered_400(string format)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        var host = string.Format(CultureInfo.InvariantCulture, format, origin.Authority, origin.Port, origin.Host);
        var request = Requests.Head($"CONNECT {origin.Authority} HTTP/1.1", $"Host: {host}");
        await AssertConnectRefusedAsync(client, request, $"'{host}' is not a host with an optional port", origin);
    }
}
