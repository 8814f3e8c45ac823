using System.Text;
using ConformanceKit.Grading;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios.TlsProxy;

/// <summary>Clients that do not complete a handshake.</summary>
public sealed class NotTls(string proxy) : Scenario(proxy)
{
    // The first bytes of a ClientHello: a record and a message that announce more than ever comes.
    private static readonly byte[] s_halfHello = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03, 0x2A];

    [Requirement("tls-proxy/plaintext-to-tls-port", Title = "A request in cleartext is not served where TLS is expected")]
    public async Task A_request_in_cleartext_is_not_served_where_TLS_is_expected()
    {
        if (Proxy.TlsListener.EndPoint.Equals(Proxy.PlainListener.EndPoint))
            NotApplicable("the proxy takes TLS and cleartext at the same port");
        await using var origin = await Origins.ListenAsync();
        await using var client = await Proxy.DialTcpAsync(Proxy.TlsListener);

        await client.SendAsync(Requests.Connect(origin.Authority));
        var answer = await client.ReadSomeAsync();

        if (Answers.IsSuccessful(Encoding.Latin1.GetString(answer)))
        {
            throw new RequirementBrokenException(
                ReasonIds.Accepted, "a CONNECT in cleartext opened a tunnel at the listener for TLS")
            { Marks = answer.Marks() };
        }

        await client.ReadToEndAsync();
        await origin.Should().HaveReceivedNothingAsync("the client does not speak TLS");
    }

    [Requirement("tls-proxy/slow-handshake", Last = true, Title = "A handshake that stops half way holds up nobody else")]
    public async Task A_handshake_that_stops_half_way_holds_up_nobody_else()
    {
        for (var i = 0; i < 8; i++)
            await (await Proxy.DialTcpAsync(Proxy.TlsListener)).SendAsync(s_halfHello);

        await using var origin = await Origins.EchoAsync();
        await using var client = await Proxy.TunnelAsync(origin, Proxy.TlsListener);
        await client.SendAsync(AnyBytes.Ping);
        (await client.ReadExactlyAsync(AnyBytes.Ping.Length)).Should().Equal(AnyBytes.Ping);
    }

    [Requirement("tls-proxy/tls-version", Title = "HTTP/2 is selected only over TLS 1.2 or later")]
    public async Task HTTP_2_is_selected_only_over_TLS_1_2_or_later()
    {
        await using var client = await Proxy.DialTcpAsync(Proxy.TlsListener);
        await client.SendAsync(OldHello.Offer);
        var answer = await client.ReadSomeAsync();

        // An alert, or the end, is what is expected; HTTP/1.1 over an old version is nobody's business here.
        if (OldHello.SelectsH2(answer))
        {
            throw new RequirementBrokenException(ReasonIds.TlsNegotiation, "\"h2\" is selected over TLS 1.1")
            {
                Marks = answer.Marks(),
            };
        }
    }
}
