using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Clients;

/// <summary>
/// The stream that the scripted client has at a time on a connection in HTTP/2: a tunnel (RFC 9113 §8.5), read and written as
/// bytes. When it is over, the next one can be requested.
/// </summary>
/// <param name="below">The connection, on which nothing has been sent.</param>
/// <param name="steps">The client's decisions.</param>
internal sealed class Http2Tunnel(ClientStream below, ClientSteps steps) : AsyncStream(below)
{
    private const int Piece = 16 * 1024; // RFC 9113 §4.2

    private readonly HeaderBlocks _blocks = new(new HpackDecoder());
    private ReadOnlyMemory<byte> _buffer;
    private int _id;
    private bool _isOver;

    /// <summary>Requests the tunnel, and waits for the answer.</summary>
    /// <param name="goal">Where it leads to.</param>
    /// <param name="credentials">The value of Proxy-Authorization, or null.</param>
    /// <param name="cancel">Ends the waiting.</param>
    /// <returns>The answer, whatever its status.</returns>
    /// <exception cref="IOException">The connection, or the stream, ended instead.</exception>
    /// <exception cref="ClientFault">The answer is malformed.</exception>
    public async Task<ClientResponse> ConnectAsync(ClientGoal goal, string? credentials, CancellationToken cancel)
    {
        // 1. The preface if it is the first, and the request on the next stream of a client (§5.1.1).
        IEnumerable<Http2Field> request = [.. steps.ConnectFields(goal),
            .. credentials is null ? Array.Empty<Http2Field>() : [new("proxy-authorization", credentials)]];
        byte[] preface = _id > 0 ? []
            : [.. Preface.Bytes.Span, .. Frame.Settings(new Setting(Setting.EnablePush, 0)).ToBytes()];
        (_id, _isOver, _buffer) = (_id == 0 ? 1 : _id + 2, false, default);
        await Below.WriteAsync((byte[])[.. preface, .. Frame.Headers(_id, Hpack.Block([.. request])).ToBytes()], cancel);

        // 2. The first response that is not interim.
        while (true)
        {
            var frame = await FrameAsync(cancel);
            if (_blocks.Take(frame, out _) is not { } fields)
                continue;
            var response = Read(fields);
            if (response.Status >= 200)
                return response;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_buffer.IsEmpty && !_isOver)
        {
            var frame = await FrameAsync(cancellationToken);
            if (frame.Type == FrameTypes.Data)
                _buffer = frame.Content() ?? default;
            if (!frame.EndsStream)
                continue;
            _isOver = true;
            if (steps.EndsStream)
                await SendAsync(Frame.Data(_id, ReadOnlyMemory<byte>.Empty, endStream: true), cancellationToken);
        }
        var count = Math.Min(buffer.Length, _buffer.Length);
        _buffer[..count].CopyTo(buffer);
        _buffer = _buffer[count..];
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (; !buffer.IsEmpty; buffer = buffer[Math.Min(Piece, buffer.Length)..])
            await SendAsync(Frame.Data(_id, buffer[..Math.Min(Piece, buffer.Length)]), cancellationToken);
    }

    private async Task SendAsync(Frame frame, CancellationToken cancel) => await Below.WriteAsync(frame.ToBytes(), cancel);

    // The next frame that is for the stream; what is for the connection is answered.
    private async Task<Frame> FrameAsync(CancellationToken cancel)
    {
        while (true)
        {
            var header = new byte[Frame.HeaderLength];
            await Below.ReadExactlyAsync(header, cancel);
            var payload = new byte[Frame.LengthOf(header)];
            await Below.ReadExactlyAsync(payload, cancel);
            var frame = Frame.Read([.. header, .. payload])!;
            switch (frame.Type)
            {
                case FrameTypes.Settings when !frame.Has(FrameFlags.Ack):
                    await SendAsync(Frame.SettingsAck(), cancel);
                    break;
                case FrameTypes.Ping when !frame.Has(FrameFlags.Ack):
                    await SendAsync(Frame.Ping(frame.Payload, ack: true), cancel);
                    break;
                case FrameTypes.Data or FrameTypes.RstStream when frame.StreamId != _id:
                    break; // the end of a tunnel that is over
                case FrameTypes.GoAway or FrameTypes.RstStream when steps.WaitsAfterRefusal:
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancel);
                    break;
                case FrameTypes.GoAway:
                    throw new IOException("the proxy ended the connection (GOAWAY)");
                case FrameTypes.RstStream when steps.TakesResetForEnd:
                    return Frame.Data(_id, ReadOnlyMemory<byte>.Empty, endStream: true);
                case FrameTypes.RstStream:
                    throw new IOException($"the proxy reset the stream: {frame}");
                case FrameTypes.Data or FrameTypes.Headers or FrameTypes.Continuation:
                    return frame;
            }
        }
    }

    // RFC 9113 §8.1.1: a malformed response is not accepted.
    private ClientResponse Read(IReadOnlyList<Http2Field> fields)
    {
        if (!steps.TakesMalformedFields && fields.Any(field => field.Name.Any(char.IsAsciiLetterUpper)
            || field.Name is "connection" or "proxy-connection" or "keep-alive" or "transfer-encoding" or "upgrade"))
        {
            throw new ClientFault("the response is malformed");
        }

        var status = fields.FirstOrDefault(field => field.Name == ":status").Value;
        return ClientResponse.Parse($"HTTP/1.1 {status} \r\n\r\n") is { } parsed
            ? parsed with { Fields = [.. fields.Select(field => (field.Name, field.Value))] }
            : throw new ClientFault("the response has no status");
    }
}
