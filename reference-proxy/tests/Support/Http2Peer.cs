using System.Buffers;
using System.Buffers.Binary;
using ConformanceKit.ReferenceProxy.Hpack;
using ConformanceKit.ReferenceProxy.Http2;

namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>A frame that the proxy has sent.</summary>
internal sealed record ReceivedFrame(FrameType Type, FrameFlags Flags, int Stream, byte[] Payload)
{
    public bool EndsStream => Type is FrameType.Data or FrameType.Headers && Flags.HasFlag(FrameFlags.EndStream);

    public string Text => Bytes.Text(Payload);

    public override string ToString() => $"it is {Type} {Flags} on {Stream}";

    /// <summary>The code of RST_STREAM or GOAWAY.</summary>
    public ErrorCode Code => (ErrorCode)BinaryPrimitives.ReadUInt32BigEndian(Payload.AsSpan(Type == FrameType.GoAway ? 4 : 0));
}

/// <summary>A client that speaks HTTP/2 frame by frame.</summary>
internal sealed class Http2Peer : IDisposable
{
    public const string Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly Stream _stream;
    private readonly CancellationTokenSource _deadline = new(s_patience);
    private readonly FieldBlockDecoder _decoder = new(1 << 20);

    public Http2Peer(Stream stream) => _stream = stream;

    /// <summary>Whether DATA is granted again as soon as it has arrived.</summary>
    public bool Grants { get; init; } = true;

    public Socket? Socket { get; private init; }

    /// <summary>Connects, and begins HTTP/2 with the client's and the proxy's SETTINGS.</summary>
    public static async Task<Http2Peer> DialAsync(IPEndPoint address, bool grants = true, params byte[] settings)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        var peer = new Http2Peer(new NetworkStream(socket, ownsSocket: true)) { Socket = socket, Grants = grants };
        await peer.BeginAsync(settings);
        return peer;
    }

    public async Task BeginAsync(params byte[] settings)
    {
        await SendAsync(Bytes.Of(Preface));
        await SendAsync(FrameType.Settings, FrameFlags.None, 0, settings);
    }

    public Task SendAsync(byte[] bytes) => _stream.WriteAsync(bytes, _deadline.Token).AsTask();

    public Task SendAsync(FrameType type, FrameFlags flags, int stream, params byte[] payload) =>
        SendAsync(Frame(type, flags, stream, payload));

    public Task DataAsync(int stream, string text, bool ends = false) =>
        SendAsync(FrameType.Data, ends ? FrameFlags.EndStream : FrameFlags.None, stream, Bytes.Of(text));

    public Task ResetAsync(int stream, ErrorCode code) =>
        SendAsync(FrameType.ResetStream, FrameFlags.None, stream, Number((uint)code));

    public Task GrantAsync(int stream, uint increment) =>
        SendAsync(FrameType.WindowUpdate, FrameFlags.None, stream, Number(increment));

    /// <summary>Sends HEADERS; each field is <c>name: value</c>.</summary>
    public Task HeadersAsync(int stream, bool ends, params string[] fields) => SendAsync(
        FrameType.Headers, FrameFlags.EndHeaders | (ends ? FrameFlags.EndStream : FrameFlags.None), stream, Block(fields));

    public Task ConnectAsync(int stream, string authority, params string[] fields) =>
        HeadersAsync(stream, ends: false, [":method: CONNECT", $":authority: {authority}", .. fields]);

    public Task GetAsync(int stream, string authority, string path = "/x", params string[] fields) =>
        HeadersAsync(stream, ends: true, [.. Request("GET", authority, path), .. fields]);

    public static string[] Request(string method, string authority, string path) =>
        [$":method: {method}", ":scheme: http", $":authority: {authority}", $":path: {path}"];

    /// <summary>The next frame that is about a request: SETTINGS, WINDOW_UPDATE and ACKs are left out.</summary>
    public async Task<ReceivedFrame> ReadAsync()
    {
        while (true)
        {
            var frame = await ReadAnyAsync();
            if (frame.Type == FrameType.Data && frame.Payload.Length > 0 && Grants)
            {
                await GrantAsync(0, (uint)frame.Payload.Length);
                if (!frame.EndsStream)
                    await GrantAsync(frame.Stream, (uint)frame.Payload.Length);
            }

            if (frame.Type is not (FrameType.Settings or FrameType.WindowUpdate))
                return frame;
        }
    }

    /// <summary>The next frame, whatever it is; an exception at the end of the connection.</summary>
    public async Task<ReceivedFrame> ReadAnyAsync()
    {
        var bytes = new byte[FrameHeader.Size];
        await _stream.ReadExactlyAsync(bytes, _deadline.Token);
        var header = FrameHeader.Read(bytes);
        var payload = new byte[header.Length];
        await _stream.ReadExactlyAsync(payload, _deadline.Token);
        return new(header.Type, header.Flags, header.Stream, payload);
    }

    /// <summary>Reads until there is a frame of that type.</summary>
    public async Task<ReceivedFrame> ReadAsync(FrameType type)
    {
        ReceivedFrame frame;
        while ((frame = await ReadAnyAsync()).Type != type)
        {
        }

        return frame;
    }

    /// <summary>Reads HEADERS: <c>name: value</c>, one to a line.</summary>
    public async Task<string> ReadHeadAsync(int stream, bool? ends = null)
    {
        var frame = await ReadAsync();
        frame.Type.Should().Be(FrameType.Headers, $"{frame}");
        frame.Stream.Should().Be(stream);
        if (ends is not null)
            frame.EndsStream.Should().Be(ends.Value);
        return string.Join('\n', _decoder.Decode(frame.Payload)!.Lines.Select(line => $"{line.Name}: {line.Value}"));
    }

    /// <summary>Reads DATA until END_STREAM.</summary>
    public async Task<string> ReadToEndAsync(int stream)
    {
        var all = new StringBuilder();
        while (true)
        {
            var frame = await ReadAsync();
            frame.Type.Should().Be(FrameType.Data, $"{frame}");
            frame.Stream.Should().Be(stream);
            all.Append(frame.Text);
            if (frame.EndsStream)
                return all.ToString();
        }
    }

    /// <summary>Reads the code with which a stream is reset.</summary>
    public async Task<ErrorCode> ReadResetAsync(int stream)
    {
        var frame = await ReadAsync();
        frame.Type.Should().Be(FrameType.ResetStream, $"{frame}");
        frame.Stream.Should().Be(stream);
        return frame.Code;
    }

    /// <summary>Reads to the end of the connection; returns the code of the last GOAWAY.</summary>
    public async Task<ErrorCode?> ReadToGoAwayAsync()
    {
        ErrorCode? code = null;
        try
        {
            while (true)
            {
                if (await ReadAnyAsync() is { Type: FrameType.GoAway } goAway)
                    code = goAway.Code;
            }
        }
        catch (Exception end) when (end is EndOfStreamException or IOException)
        {
            return code;
        }
    }

    public static byte[] Block(params string[] fields)
    {
        var block = new ArrayBufferWriter<byte>();
        foreach (var field in fields)
        {
            var colon = field.IndexOf(": ", 1, StringComparison.Ordinal);
            block.Write([(byte)0]);
            Text(block, field[..colon]);
            Text(block, field[(colon + 2)..]);
        }

        return block.WrittenSpan.ToArray();
    }

    public static byte[] Frame(FrameType type, FrameFlags flags, int stream, params byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, flags, stream).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        return frame;
    }

    public static byte[] Number(uint value)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public void Fin() => Socket!.Shutdown(SocketShutdown.Send);

    public void Rst() => Socket!.Close(0);

    public void Dispose()
    {
        _stream.Dispose();
        _deadline.Dispose();
    }

    // A string that is not in Huffman code (RFC 7541 §5.2).
    private static void Text(ArrayBufferWriter<byte> block, string text)
    {
        var rest = text.Length - 127;
        block.Write([(byte)Math.Min(text.Length, 127)]);
        for (; rest >= 0x80; rest >>= 7)
            block.Write([(byte)(0x80 | (rest & 0x7f))]);
        if (rest >= 0)
            block.Write([(byte)rest]);
        block.Write(Bytes.Of(text));
    }
}
