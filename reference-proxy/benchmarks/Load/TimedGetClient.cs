using System.Diagnostics;
using System.Net;
using System.Text;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Measures one GET on its own connection: how long it takes from dialling to the last byte of the response.</summary>
internal sealed unsafe class TimedGetClient(EventLoop loop, Peer peer, IPEndPoint origin, Times times) : Endpoint(loop),
    ITimedClient
{
    private readonly byte[] _request = Encoding.ASCII.GetBytes(
        $"GET http://{origin}/object HTTP/1.1\r\nHost: {origin}\r\nConnection: close\r\n\r\n");

    private Head _head;
    private long _begun;
    private int _left;
    private bool _sent;

    /// <inheritdoc/>
    public bool IsIdle { get; private set; } = true;

    /// <inheritdoc/>
    public Times Times => times;

    /// <inheritdoc/>
    public void Begin()
    {
        (IsIdle, _sent, _head, _left, _begun) = (false, false, default, -1, Stopwatch.GetTimestamp());
        Descriptor = NewSocket();
        Connect(Descriptor, peer.Entry(origin));
        Loop.Add(this, Libc.Out);
    }

    /// <inheritdoc/>
    public void GiveUp()
    {
        if (!IsIdle)
            End();
    }

    /// <inheritdoc/>
    public override void OnReady(uint happened)
    {
        if (!_sent)
        {
            _sent = true;
            Loop.Change(this, Libc.In);
            SendShort(_request);
            return;
        }

        var received = Receive();
        if (received == 0)
            throw new LoadFailedException($"{peer.Name} closed instead of answering");
        if (received > 0)
            Take(new ReadOnlySpan<byte>(Loop.Scratch, received));
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        if (_left < 0)
        {
            var head = _head.Take(bytes, out var taken);
            if (head.IsEmpty)
                return;
            Head.RequireOk(head, peer.Name);
            _left = HttpEndpoint.Content;
            bytes = bytes[taken..];
        }

        _left -= bytes.Length;
        if (_left <= 0)
            End();
    }

    private void End()
    {
        times.Add(Stopwatch.GetElapsedTime(_begun));
        Loop.Close(this);
        IsIdle = true;
    }
}
