using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Connect;

/// <summary>CONNECT: dial, answer, relay (RFC 9110 §9.3.6).</summary>
internal sealed class ConnectHandler(ClientTunnel tunnel)
{
    // No Content-Length and no Transfer-Encoding (RFC 9110 §8.6, §9.3.6), and no Connection: close, which would end the tunnel.
    private static readonly byte[] s_established = "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray();

    /// <summary>Serves one CONNECT request; whatever happens, it is the last on its connection.</summary>
    public async Task<AfterRequest> HandleAsync(Client client, RequestLine line, Authority target)
    {
        // 1. Dial first: 2xx means that the tunnel exists.
        var dialled = await tunnel.DialAsync(client, line, target);
        if (dialled is null)
            return AfterRequest.Close;

        // 2. No connection, no tunnel: answer with an error, then close, dropping what was sent after the request (RFC 9931 §8).
        if (dialled.Value.Rejected is { } failed)
            return await client.RejectAsync(failed, line, mayAskAgain: false);

        // 3. The tunnel begins right after the empty line (RFC 9112 §6.3, item 2).
        return await tunnel.RelayAsync(client, line, dialled.Value.Value, s_established, 200);
    }
}
