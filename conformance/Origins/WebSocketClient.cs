using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>A WebSocket client on a connection, normally a tunnel or TLS inside one (RFC 6455).</summary>
public sealed class WebSocketClient : IDisposable
{
    private readonly WireConnection _connection;
    private readonly WebSocket _socket;

    private WebSocketClient(WireConnection connection, WireResponse response)
    {
        _connection = connection;
        Response = response;
        _socket = WebSocket.CreateFromStream(connection.AsStream(), new WebSocketCreationOptions { IsServer = false });
    }

    /// <summary>The 101.</summary>
    public WireResponse Response { get; }

    /// <summary>Whether the closing handshake is complete.</summary>
    public bool IsClosed => _socket.State == WebSocketState.Closed;

    /// <summary>Does the opening handshake (§4.1). A frame that came with the 101 is not lost.</summary>
    /// <param name="connection">The connection, which from now on belongs to the WebSocket.</param>
    /// <param name="authority">The value of Host.</param>
    /// <param name="target">The request target, in origin-form for a tunnel.</param>
    /// <returns>The open WebSocket.</returns>
    /// <exception cref="RequirementBrokenException">
    /// <c>websocket-broken</c>: no proper 101; or as for reading a head.
    /// </exception>
    public static async Task<WebSocketClient> OpenAsync(
        WireConnection connection, string authority, string target = "/")
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await connection.SendAsync(
            Requests.Head(
                $"GET {target} HTTP/1.1",
                $"Host: {authority}",
                "Upgrade: websocket",
                "Connection: Upgrade",
                $"Sec-WebSocket-Key: {key}",
                "Sec-WebSocket-Version: 13"));
        var response = await connection.ReadHeadAsync();
        var accept = WebSocketHandshake.Accept(key);
        return response.StatusCode == 101 && response.Field("Sec-WebSocket-Accept") == accept
            ? new(connection, response)
            : throw new RequirementBrokenException(
                ReasonIds.WebSocketBroken,
                $"{connection.Name}: expected a 101 with Sec-WebSocket-Accept {accept}, but got "
                + $"\"{ByteText.Escape(response.RawHead.Span)}\"")
            {
                Marks = response.StatusCode == 101 ? response.Marks.Fields("Sec-WebSocket-Accept") : response.Marks.StartLine,
            };
    }

    /// <summary>Sends a text message in one masked frame.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancel">Ends the sending.</param>
    /// <returns>Completes when it is sent.</returns>
    /// <exception cref="RequirementBrokenException"><c>websocket-broken</c>.</exception>
    public Task SendTextAsync(string text, CancellationToken cancel = default) => BoundedAsync(
        "to send a message",
        async bound =>
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, bound);
            return text;
        },
        cancel);

    /// <summary>Receives a whole text message, however many frames it has.</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The text.</returns>
    /// <exception cref="RequirementBrokenException">
    /// <c>websocket-broken</c>: none came in time, or something else came.
    /// </exception>
    public Task<string> ReceiveTextAsync(CancellationToken cancel = default) =>
        BoundedAsync("a text message", ReceiveAsync, cancel);

    /// <summary>Does the closing handshake (§7.1.2).</summary>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>Completes when the peer's close frame has arrived.</returns>
    /// <exception cref="RequirementBrokenException"><c>websocket-broken</c>.</exception>
    public Task CloseAsync(CancellationToken cancel = default) => BoundedAsync(
        "a close frame",
        async bound =>
        {
            await _socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, bound);
            return "";
        },
        cancel);

    /// <summary>Releases the WebSocket; the connection below it stays as it is.</summary>
    public void Dispose() => _socket.Dispose();

    private async Task<string> ReceiveAsync(CancellationToken cancel)
    {
        var buffer = new byte[16 * 1024];
        using var message = new MemoryStream();
        while (true)
        {
            var frame = await _socket.ReceiveAsync(buffer.AsMemory(), cancel);
            if (frame.MessageType != WebSocketMessageType.Text)
                throw Broken("a text message", $"a {frame.MessageType.ToString().ToLowerInvariant()} frame came");
            message.Write(buffer, 0, frame.Count);
            if (frame.EndOfMessage)
                return Encoding.UTF8.GetString(message.ToArray());
        }
    }

    private async Task<string> BoundedAsync(string expected, Func<CancellationToken, Task<string>> act, CancellationToken cancel)
    {
        cancel = _connection.EndOf(cancel);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(_connection.Waits.Reply);
        try
        {
            return await act(bound.Token);
        }
        catch (Exception error) when (error is WebSocketException or IOException or OperationCanceledException)
        {
            cancel.ThrowIfCancellationRequested();
            throw Broken(
                expected,
                error is OperationCanceledException
                    ? $"that did not happen within {_connection.Waits.Reply.TotalSeconds:0.#} s"
                    : Clause((error.InnerException as RequirementBrokenException ?? error).Message));
        }
    }

    // A sentence of the library's, as a part of one's own.
    private static string Clause(string sentence) =>
        sentence.StartsWith("The ", StringComparison.Ordinal) ? $"t{sentence[1..].TrimEnd('.')}" : sentence;

    private RequirementBrokenException Broken(string expected, string why) =>
        new(ReasonIds.WebSocketBroken, $"{_connection.Name}: expected {expected} on the WebSocket, but {why}")
        {
            Marks = _connection.Ending.Count > 0 ? _connection.Ending : [_connection.Note($"no {expected} on the WebSocket")],
        };
}
