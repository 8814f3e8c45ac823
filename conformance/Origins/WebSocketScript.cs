using System.Net.WebSockets;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>A WebSocket server that echoes messages, and answers other requests with 426 (RFC 9110 §15.5.22).</summary>
/// <param name="pushFirst">A text message to send in one write with the 101, or null.</param>
internal sealed class WebSocketScript(string? pushFirst)
{
    public async Task RunAsync(WireConnection connection, CancellationToken cancel)
    {
        while (await connection.NextRequestAsync((_, _) => { }, cancel) is { } request)
        {
            if (IsHandshake(request) && request.Field("Sec-WebSocket-Key") is { } key)
            {
                await connection.SendAsync(SwitchingProtocols(key), cancel);
                await EchoAsync(connection, cancel);
                return;
            }

            var refusal = Requests.Head("HTTP/1.1 426 Upgrade Required", "Upgrade: websocket", "Connection: upgrade",
                "Content-Length: 0");
            if (!await connection.AnswerAsync(request, refusal, cancel))
                return;
        }
    }

    // An Upgrade in an HTTP/1.0 request is ignored (RFC 9110 §7.8), and a handshake has the connection option too (RFC 6455
    // §4.2.1).
    private static bool IsHandshake(WireRequest request) =>
        request.Version != "HTTP/1.0"
        && request.Members("Upgrade").Contains("websocket", StringComparer.OrdinalIgnoreCase)
        && request.Members("Connection").Contains("upgrade", StringComparer.OrdinalIgnoreCase);

    private string SwitchingProtocols(string key) =>
        Requests.Head(
            "HTTP/1.1 101 Switching Protocols",
            $"Date: {DateTimeOffset.UtcNow:r}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            $"Sec-WebSocket-Accept: {WebSocketHandshake.Accept(key)}")
        + (pushFirst is null ? "" : WebSocketHandshake.TextFrame(pushFirst));

    private static async Task EchoAsync(WireConnection connection, CancellationToken cancel)
    {
        using var socket = WebSocket.CreateFromStream(connection.AsStream(), new WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[16 * 1024];
        try
        {
            while (true)
            {
                var frame = await socket.ReceiveAsync(buffer.AsMemory(), cancel);
                if (frame.MessageType == WebSocketMessageType.Close)
                    break;
                await socket.SendAsync(buffer.AsMemory(0, frame.Count), frame.MessageType, frame.EndOfMessage, cancel);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancel);
        }
        catch (WebSocketException error)
        {
            // Whatever the cause, the client sees no more frames.
            connection.Note($"WebSocket: ended without a close frame: {(error.InnerException ?? error).Message}");
        }
    }
}
