using System.Globalization;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.Robustness;

/// <summary>A restriction of CONNECT to some ports (RFC 9110 §9.3.6) that cannot be evaded.</summary>
public sealed class PortPolicy(string proxy) : Scenario(proxy)
{
    private const string Title = "A port that the policy denies cannot be reached by CONNECT";

    [Requirement("robustness/port-policy", DependsOn = "connect/establish", Title = Title)]
    [Input("plain", "{0}:{1}", "{0}:{1}")]
    public Task A_port_that_CONNECT_is_not_meant_for_is_not_reached(string target, string host) =>
        AssertRefusedAsync(target, host);

    [Requirement("robustness/port-policy", DependsOn = "robustness/port-policy/plain", Title = Title)]
    [Input("leading-zeros", "{0}:000{1}", "{0}:{1}")]
    [Input("other-host-field", "{0}:{1}", "{0}:{2}")]
    public Task A_port_that_CONNECT_is_not_meant_for_is_not_reached_otherwise(string target, string host) =>
        AssertRefusedAsync(target, host);

    private async Task AssertRefusedAsync(string target, string host)
    {
        await using var denied = await Origins.ListenOnAsync(Proxy.DeniedPort);
        await using var allowed = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();

        var request = Requests.Head($"CONNECT {Fill(target, denied, allowed)} HTTP/1.1", $"Host: {Fill(host, denied, allowed)}");
        await AssertTunnelRefusedAsync(client, request, "the policy denies this port", Waits.Reply, meant: null, denied, allowed);
    }

    private static string Fill(string format, Origin denied, Origin allowed) =>
        string.Format(CultureInfo.InvariantCulture, format, denied.Host, denied.Port, allowed.Port);
}
