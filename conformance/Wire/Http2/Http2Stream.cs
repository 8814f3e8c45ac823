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

    /// <summary>What has arrived on it and has not been taken yet.</summary>
    internal Queue<ReceivedFrame> Arrived { get; } = [];

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
            data = data[await Client.SendAllowedAsync(this, data, endStream)..];
            if (data.IsEmpty)
                return;
            await Client.WaitAsync(CanGoOn, Name, "to be allowed to send more", null, ReasonIds.BytesTimeout);
            if (await NowEndedAsync() is { } end)
                throw Early(end, "to be allowed to send more");
        }
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

    /// <summary>Sends RST_STREAM.</summary>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <returns>Completes when the kernel has accepted it.</returns>
    public Task ResetAsync(uint code) => Client.SendAsync(Frame.RstStream(Id, code));

    private object? CanGoOn() => Client.Allowed(this) > 0 || HasEnded() ? this : null;

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
