using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.WebSocket;

/// <summary>The head of the 101 that answers an upgrade in absolute-form (RFC 9110 §7.8, §8.6, RFC 9112 §6.1).</summary>
public sealed class UpgradeHead(string proxy) : Scenario(proxy)
{
    [Requirement("websocket/upgrade-head", DependsOn = "absolute-form/origin-form",
        Title = "A 101 has no framing fields and no connection option but upgrade")]
    [Input("plain", "")]
    [Input("length", "Content-Length: 0\r\n")]
    [Input("chunked", "Transfer-Encoding: chunked\r\n")]
    public async Task A_101_has_no_framing_fields_and_no_connection_option_but_upgrade(string fieldLines)
    {
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialAsync();
        await client.SendAsync(
            Requests.Get(
                origin.Http("/upgrade-head"),
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13"));

        // 1. A proxy may ignore Upgrade, or refuse it.
        var contacted = origin.NextConnectionAsync();
        var answered = client.IsClosedAsync();
        if (await Task.WhenAny(contacted, answered) == answered && origin.ConnectionCount == 0)
            NotApplicable("the proxy refuses the upgrade itself");
        await using var server = await contacted;
        var forwarded = await server.ReadRequestAsync();
        if (!forwarded.HasField("Upgrade"))
            NotApplicable("the proxy does not forward Upgrade");
        if (forwarded.Version == "HTTP/1.0"
            || !forwarded.Members("Connection").Contains("upgrade", StringComparer.OrdinalIgnoreCase))
        {
            NotApplicable(
                "the proxy forwards Upgrade in HTTP/1.0 or without the connection option, and an origin has to ignore it there");
        }

        // 2. The origin switches, whatever else it writes into its 101.
        await server.SendAsync(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n{fieldLines}\r\n");
        var response = await client.ReadResponseAsync("GET");
        if (fieldLines.Length > 0 && response.StatusCode >= 500)
            return;

        response.Should().HaveStatus(101).And.NotHaveField("Transfer-Encoding").And.NotHaveField("Content-Length");
        if (response.Members("Connection").Any(option => !option.Equals("upgrade", StringComparison.OrdinalIgnoreCase)))
        {
            Warn(ReasonIds.FieldValue,
                $"expected \"Connection: Upgrade\" alone, but got \"Connection: {response.Field("Connection")}\"",
                response.Marks.Fields("Connection"));
        }
    }
}
