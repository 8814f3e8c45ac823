using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Mutants;

/// <summary>The streams of a client's connection in HTTP/2, and its two ends.</summary>
public sealed class StreamExchanges
{
    private readonly Conversation _conversation;
    private readonly Dictionary<int, StreamExchange> _streams = [];
    private readonly List<Frame> _forClient = [];
    private readonly List<Frame> _forProxy = [];

    internal StreamExchanges(Conversation conversation) => _conversation = conversation;

    /// <summary>Those that a request has been seen for, in order.</summary>
    public IReadOnlyList<StreamExchange> All => [.. _streams.Values];

    /// <summary>Held while a flaw changes frames, on either leg.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>The client's connection.</summary>
    internal ByteSink? Client { get; set; }

    /// <summary>The connection to the reference.</summary>
    internal ByteSink? Proxy { get; set; }

    /// <summary>The stream with a number.</summary>
    /// <param name="id">The number.</param>
    public StreamExchange Of(int id) => _streams.TryGetValue(id, out var known) ? known : _streams[id] = new(id);

    /// <summary>Sends frames to the client, past the reference.</summary>
    /// <param name="frames">The frames.</param>
    public void SendToClient(params Frame[] frames) => _forClient.AddRange(frames);

    /// <summary>Sends frames to the reference, as if the client had sent them.</summary>
    /// <param name="frames">The frames.</param>
    public void SendToProxy(params Frame[] frames) => _forProxy.AddRange(frames);

    /// <summary>Takes note of a request, as sent and as it goes to the reference.</summary>
    internal void Asked(StreamExchange stream, FieldList received, FieldList sent)
    {
        if (stream.Request is not null)
            return;
        stream.Request = received;
        var head = new Head(received.ToHead());
        var exchange = _conversation.Of(head);
        head.Text = sent.ToHead();
        _conversation.Add(exchange);
    }

    /// <summary>Sends what a flaw has sent past the reference.</summary>
    internal async Task DeliverAsync()
    {
        Task sending;
        lock (Gate)
            sending = Task.WhenAll(SendAsync(Client!, _forClient), SendAsync(Proxy!, _forProxy));
        await sending;
    }

    private static Task SendAsync(ByteSink sink, List<Frame> frames)
    {
        if (frames.Count == 0)
            return Task.CompletedTask;
        var bytes = frames.SelectMany(frame => frame.ToBytes()).ToArray();
        frames.Clear();
        return sink.SendAsync(bytes);
    }
}
