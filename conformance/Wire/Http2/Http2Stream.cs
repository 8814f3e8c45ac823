using System.Diagnostics.CodeAnalysis;
using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Wire.Http2;

/// <summary>One stream of a client (RFC 9113 §5): a request and its response, or a tunnel.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "RFC 9113 calls it a stream; nobody takes it for one of .NET's.")]
public sealed partial class Http2Stream
{
    internal Http2Stream(Http2Client client, int id, long sendWindow, long receiveWindow)
    {
        Client = client;
        Id = id;
        SendWindow = new(sendWindow);
        ReceiveWindow = new(receiveWindow);
    }

    /// <summary>The client that it belongs to.</summary>
    public Http2Client Client { get; }

    /// <summary>Its number.</summary>
    public int Id { get; }

    /// <summary>Its name in messages, such as <c>client 1, stream 1</c>.</summary>
    public string Name => $"{Client.Name}, stream {Id}";

    /// <summary>How many bytes of DATA the proxy takes on this stream at present, if the connection allows it.</summary>
    public long SendWindowLeft => Client.LeftOf(SendWindow);

    /// <summary>What has arrived on it and has not been taken yet.</summary>
    internal Queue<ReceivedFrame> Arrived { get; } = [];

    /// <summary>Whether something has arrived that has not been read.</summary>
    internal bool HasUnread => _data.Length > 0 || Arrived.Count > 0;

    /// <summary>How much DATA may still be sent on it.</summary>
    internal SendWindow SendWindow { get; }

    /// <summary>How much DATA the proxy may still send on it.</summary>
    internal ReceiveWindow ReceiveWindow { get; }

    /// <summary>Sends HEADERS, as literals in one frame.</summary>
    /// <param name="fields">The field lines in order, with the pseudo-header fields.</param>
    /// <param name="endStream">Whether nothing more follows.</param>
    /// <returns>Completes when the kernel has accepted them.</returns>
    /// <exception cref="RequirementBrokenException">The proxy reset the connection.</exception>
    public Task SendHeadersAsync(IEnumerable<Http2Field> fields, bool endStream = false) =>
        Client.SendAsync(Frame.Headers(Id, Hpack.Block([.. fields]), endStream));

    /// <summary>Sends data, as soon and as far as the windows allow.</summary>
    /// <param name="data">The data.</param>
    /// <param name="endStream">Whether nothing more follows.</param>
    /// <returns>Completes when the kernel has accepted all of it.</returns>
    /// <exception cref="RequirementBrokenException">
    /// The proxy ended the stream or the connection, or did not let the client send more for <see cref="Waits.Reply"/>
    /// (<c>bytes-timeout</c>).
    /// </exception>
    public async Task SendAsync(ReadOnlyMemory<byte> data, bool endStream = false)
    {
        if (data.IsEmpty)
            await Client.SendAsync(Frame.Data(Id, data, endStream));
        while (!data.IsEmpty)
        {
            var frame = await SendAllowedAsync(allowed => allowed == 0
                ? null
                : Frame.Data(Id, data[..(int)Math.Min(data.Length, allowed)], endStream && data.Length <= allowed));
            data = data[frame.Payload.Length..];
        }
    }

    /// <summary>Sends one frame of DATA, as soon as the windows allow all of it.</summary>
    /// <param name="data">The data.</param>
    /// <param name="padding">How many bytes of padding, which count too.</param>
    /// <returns>Completes when the kernel has accepted it.</returns>
    /// <exception cref="RequirementBrokenException">As with other data.</exception>
    public Task SendPaddedAsync(ReadOnlyMemory<byte> data, byte padding)
    {
        var frame = Frame.Data(Id, data, padding: padding);
        return SendAllowedAsync(allowed => allowed < frame.Payload.Length ? null : frame);
    }

    /// <summary>Sends text in which each character is one byte (ISO 8859-1), as soon and as far as the windows allow.</summary>
    /// <param name="latin1">The text.</param>
    /// <param name="endStream">Whether nothing more follows.</param>
    /// <returns>Completes when the kernel has accepted all of it.</returns>
    /// <exception cref="RequirementBrokenException">As with bytes.</exception>
    public Task SendAsync(string latin1, bool endStream = false) => SendAsync(Encoding.Latin1.GetBytes(latin1), endStream);

    /// <summary>Sends END_STREAM: nothing more follows, as FIN says on a connection.</summary>
    /// <returns>Completes when the kernel has accepted it.</returns>
    public Task FinishAsync() => SendAsync(ReadOnlyMemory<byte>.Empty, endStream: true);

    /// <summary>
    /// The stream as a connection, for TLS and whatever else a tunnel carries. Its bytes are recorded as DATA alone.
    /// </summary>
    /// <returns>The connection, on which reading goes on where it is on the stream.</returns>
    public WireConnection AsConnection()
    {
        var wire = Client.Wire;
        var name = $"{Client.Name} stream {Id}";
        var connection = new WireConnection(name, new Http2Transport(this), wire.Transcript, wire.Waits, wire.EndOf(default));
        connection.RecordWith(new DataRecorder(name, wire.Transcript));
        return connection;
    }

    /// <summary>Sends RST_STREAM.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <returns>Completes when the kernel has accepted it.</returns>
    public Task ResetAsync(uint code) => Client.SendAsync(Frame.RstStream(Id, code));

    private async Task<Frame> SendAllowedAsync(Func<long, Frame?> frameWithin)
    {
        while (true)
        {
            if (await Client.SendAllowedAsync(this, frameWithin) is { } sent)
                return sent;
            await Client.WaitAsync<object>(() => frameWithin(Client.Allowed(this)) is not null || HasEnded() ? this : null,
                Name, "to be allowed to send more", null, ReasonIds.BytesTimeout);
            if (await NowEndedAsync() is { } end)
                throw Early(end, "to be allowed to send more");
        }
    }

    private bool HasEnded() => ResetBy() is not null || Client.Abandons(Id) is not null;

    private StreamEnd? ResetBy() => _end is { Kind: StreamEndKind.Reset }
        ? _end
        : Arrived.FirstOrDefault(received => received.Frame.Type == FrameTypes.RstStream) is { } reset
            ? StreamEnd.Of(reset, this)
            : null;

    // END_STREAM ends only what the proxy sends.
    private async Task<StreamEnd?> NowEndedAsync()
    {
        var (reset, isOver) = await Client.TryWaitAsync(ResetBy, TimeSpan.Zero);
        return reset ?? (isOver || Client.Abandons(Id) is not null ? StreamEnd.OfConnection(Client, this) : null);
    }
}
