using System.Net;
using System.Text;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// Sends GET in absolute-form, waits for the response, and starts again, on one connection as long as the peer keeps it.
/// </summary>
internal sealed unsafe class GetClient(EventLoop loop, Peer peer, IPEndPoint origin) : Endpoint(loop)
{
    private readonly byte[] _request = Encoding.ASCII.GetBytes(
        $"GET http://{origin}/object?name=value HTTP/1.1\r\nHost: {origin}\r\nUser-Agent: load\r\nAccept: */*\r\n\r\n");

    private Head _head;
    private State _state;
    private int _left;
    private bool _closes;

    private enum State
    {
        Connecting,
        AwaitingHead,
        AwaitingContent,
    }

    /// <summary>How many responses have arrived.</summary>
    public int Responses { get; private set; }

    /// <summary>How often the peer closed the connection, so that another was needed.</summary>
    public int Reconnects { get; private set; }

    /// <summary>Dials the peer and sends the first request.</summary>
    public void Start()
    {
        Descriptor = NewSocket();
        Connect(Descriptor, peer.Entry(origin));
        Loop.Add(this, Libc.Out);
        _state = State.Connecting;
    }

    /// <inheritdoc/>
    public override void OnReady(uint happened)
    {
        if (_state == State.Connecting)
        {
            Loop.Change(this, Libc.In);
            SendRequest();
            return;
        }

        var received = Receive();
        if (received == 0 && _state == State.AwaitingHead && !_head.HasBegun)
            Reconnect();
        else if (received == 0)
            throw new LoadFailedException($"{peer.Name} closed in the middle of a response");
        if (received > 0)
            Take(new ReadOnlySpan<byte>(Loop.Scratch, received));
    }

    private void SendRequest()
    {
        _state = State.AwaitingHead;
        SendShort(_request);
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (_state == State.AwaitingHead)
        {
            var head = _head.Take(bytes, out var taken);
            if (head.IsEmpty)
                return;
            Head.RequireOk(head, peer.Name);
            _closes = head.StartsWith("HTTP/1.0"u8) || head.IndexOf("onnection: close"u8) >= 0;
            _left = HttpEndpoint.Content;
            _state = State.AwaitingContent;
            bytes = bytes[taken..];
        }

        _left -= bytes.Length;
        if (_left > 0)
            return;
        Responses++;
        if (_closes)
            Reconnect();
        else
            SendRequest();
    }

    private void Reconnect()
    {
        Loop.Close(this);
        Reconnects++;
        Start();
    }
}
