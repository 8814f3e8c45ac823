using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.TlsProxy;

/// <summary>Which protocol is spoken inside TLS: the one that ALPN selected (RFC 7301 §3.2, RFC 9113 §3.2).</summary>
public sealed class Alpn(string proxy) : Scenario(proxy)
{
    private const byte SettingsFrame = 4;

    [Requirement("tls-proxy/alpn-h2", Title = "What ALPN selected is spoken")]
    public async Task What_ALPN_selected_is_spoken()
    {
        await using var tls = await Proxy.DialTlsAsync(Proxy.TlsListener, new("", "h2", "http/1.1"));
        if (tls.Alpn != "h2")
        {
            await using var origin = await Origins.EchoAsync();
            (await tls.Inside.ConnectAsync(origin)).Should().BeSuccessful();
            Note($"the proxy selected {(tls.Alpn.Length > 0 ? $"\"{tls.Alpn}\"" : "nothing")}, and speaks HTTP/1.1");
            return;
        }

        await tls.Inside.SendAsync(Http2Port.Beginning);
        var first = await tls.Inside.ReadSomeAsync();
        if (first is not [_, _, _, SettingsFrame, ..])
        {
            throw new RequirementBrokenException(
                ReasonIds.TlsNegotiation, "the proxy selected \"h2\", but does not begin with a SETTINGS frame")
            {
                Marks = first.Marks(),
            };
        }
    }

    [Requirement("tls-proxy/alpn-no-overlap", Title = "A protocol that nobody shares ends the handshake")]
    public async Task A_protocol_that_nobody_shares_ends_the_handshake()
    {
        if (await TryDialAsync("x-conformance") is not { } tls)
            return;
        AssertNotSelected(tls, "x-conformance");
        Warn(ReasonIds.TlsNegotiation,
            "the client offers only a protocol that the proxy does not speak, and the proxy goes on without ALPN", tls.Marks);
    }

    [Requirement("tls-proxy/alpn-h2c", Title = "\"h2c\" is never selected")]
    public async Task H2c_is_never_selected()
    {
        if (await TryDialAsync("h2c") is { } tls)
            AssertNotSelected(tls, "h2c");
    }

    [Requirement("tls-proxy/h2-preface-without-alpn", Title = "Without ALPN, HTTP/2 is not served inside TLS")]
    public async Task Without_ALPN_HTTP_2_is_not_served_inside_TLS()
    {
        await using var client = await Proxy.DialAsync(Proxy.TlsListener);
        await client.SendAsync(Http2Port.Beginning);
        if (!await client.IsClosedAsync() && await client.ReadSomeAsync() is [_, _, _, SettingsFrame, ..] frame)
        {
            Warn(ReasonIds.TlsNegotiation,
                "the proxy answers the preface of HTTP/2 with a SETTINGS frame, although ALPN selected nothing", frame.Marks());
        }
    }

    private async Task<TlsConnection?> TryDialAsync(string alpn)
    {
        try
        {
            return await Proxy.DialTlsAsync(Proxy.TlsListener, new("", alpn));
        }
        catch (RequirementBrokenException refused) when (refused.ReasonId == ReasonIds.TlsBroken)
        {
            return null;
        }
    }

    private static void AssertNotSelected(TlsConnection tls, string protocol)
    {
        if (tls.Alpn.Length > 0)
        {
            throw new RequirementBrokenException(
                ReasonIds.TlsNegotiation, $"the client offers \"{protocol}\", and the proxy selects \"{tls.Alpn}\"")
            {
                Marks = tls.Marks,
            };
        }
    }
}
