using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Connect;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Socks;

/// <summary>
/// One SOCKS5 client, from its first byte to its last (RFC 1928): the contrast to CONNECT. The same dialler, policy and tunnel
/// serve both; what HTTP adds is everything that is missing here.
/// <code>
///   client                              proxy                         origin
///     | -- 05 methods ------------------> |                             |
///     | &lt;- 05 method -------------------- | 1 who is it?                |
///     | -- 05 command address port -----> | 2 to where?                 |
///     |                                   | -- 3 dial ----------------> |
///     | &lt;- 05 reply address port -------- |                             |
///     | &lt;= bytes both ways, unread =====> | &lt;= 4 =====================&gt; |
/// </code>
/// </summary>
internal sealed class SocksHandler(ProxyOptions options, CredentialSet credentials, ClientTunnel tunnel)
    : ITunnelProtocol<SocksRequest>
{
    private readonly SocksNegotiation _negotiation = new(options.Credentials.Count > 0 ? credentials : null);

    /// <inheritdoc/>
    public int Success => (int)SocksReplyCode.Succeeded;

    /// <summary>Serves a client: one request at most.</summary>
    public async Task ServeAsync(Client client)
    {
        client.StartRequest();
        await client.CloseAsync(await AnswerAsync(client));
    }

    /// <inheritdoc/>
    public ValueTask AnswerAsync(Client client, Socket dialled) =>
        client.SendAsync(SocksReply.Compose(SocksReplyCode.Succeeded, (IPEndPoint)dialled.LocalEndPoint!));

    /// <inheritdoc/>
    public Task<AfterRequest> RejectAsync(Client client, SocksRequest request, RejectionReason reason) =>
        RejectAsync(client, request, SocksReply.For(reason), $"{reason}");

    private async Task<AfterRequest> AnswerAsync(Client client)
    {
        SocksRequest? request;
        SocksReplyCode? failed;
        try
        {
            // 1. Who is it? All that precedes the answer has one time limit, beside that of each send.
            using var limit = new Deadline(client.Shutdown.Aborting);
            var inTime = limit.In(options.HandshakeTimeout);
            if (await _negotiation.RunAsync(client, inTime) is { } stranger)
            {
                client.Log(null, 0, stranger);
                return AfterRequest.Linger;
            }

            // 2. To where?
            (request, failed) = await SocksRequest.ReadAsync(client.Reader, inTime);
        }
        catch (OperationCanceledException) when (!client.Shutdown.Aborting.IsCancellationRequested)
        {
            client.Log(null, 0, "the client took too long");
            return AfterRequest.Linger;
        }

        if (request is null)
            return await RejectAsync(client, null, failed, "not a SOCKS5 request");
        if (request.Command != SocksCommand.Connect)
            return await RejectAsync(client, request, SocksReplyCode.CommandNotSupported, "only CONNECT is supported");
        var refused = client.IsAllowed ? request.Target.Rejected : RejectionReason.ClientNotAllowed;
        if (refused is not null)
            return await RejectAsync(client, request, refused.Value);

        // 3, 4. Dial, answer, relay, as for CONNECT.
        return await tunnel.ServeAsync(client, request, request.Target.Value, this);
    }

    // The connection must be closed shortly after a failure, within 10 s (RFC 1928 §6).
    private static async Task<AfterRequest> RejectAsync(
        Client client, SocksRequest? request, SocksReplyCode? code, string outcome)
    {
        client.Trace?.Note($"rejects: {outcome} [RFC 1928 §6]");
        client.Log(request, (byte)(code ?? 0), outcome);
        if (code is not null)
            await client.SendAsync(SocksReply.Compose(code.Value));
        return AfterRequest.Linger;
    }
}
