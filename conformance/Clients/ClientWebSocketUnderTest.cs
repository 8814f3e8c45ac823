using System.Net.WebSockets;

namespace ConformanceKit.Clients;

/// <summary>.NET's ClientWebSocket, one for each task, with the same handler as <see cref="HttpClientUnderTest"/>.</summary>
public sealed class ClientWebSocketUnderTest() : InProcessClient(Environment.Version.ToString())
{
    private const int MostBytes = 64 * 1024;

    /// <inheritdoc/>
    public override string Name => ClientCatalogue.ClientWebSocket;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features { get; } = ClientFeatures.Of(
        ClientFeatures.WebSocket, ClientFeatures.Names, ClientFeatures.Credentials, ClientFeatures.TlsProxy, ClientFeatures.IPv6,
        ClientFeatures.Idn);

    /// <inheritdoc/>
    public override async Task<ClientAnswer> FetchAsync(ClientTask task, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(task);

        using var handler = HttpClientUnderTest.HandlerFor(task);
        using var invoker = new HttpMessageInvoker(handler);
        using var socket = new ClientWebSocket();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(task.Patience);
        try
        {
            await socket.ConnectAsync(new(task.Url), invoker, patience.Token);
            var message = new byte[MostBytes];
            var received = await socket.ReceiveAsync(message.AsMemory(), patience.Token);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            return new(true, message[..received.Count], "");
        }
        catch (Exception fault) when (fault is WebSocketException or InvalidOperationException or UriFormatException
            || (fault is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return ClientAnswer.Failed(HttpClientUnderTest.Words(fault));
        }
    }
}
