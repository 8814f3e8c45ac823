using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// A client with a tunnel through a peer to an origin; derived classes decide what to do with the tunnel.
/// </summary>
internal abstract unsafe class TunnelClient(EventLoop loop, Peer peer) : Endpoint(loop)
{
    private const int Sources = 8;

    private static int s_number;
    private State _state;
    private Head _head;
    private IPEndPoint? _origin;

    private enum State
    {
        Connecting,
        ShakingHands,
        AwaitingHead,
        Open,
    }

    /// <summary>Whether the tunnel is open.</summary>
    public bool IsOpen => _state == State.Open;

    /// <summary>Dials the peer, in TLS if the peer speaks it, and requests a tunnel if the peer needs CONNECT.</summary>
    public void Start(IPEndPoint origin)
    {
        // 1. Both ends rotate through addresses, so that TIME-WAIT does not exhaust the local ports.
        var number = s_number++;
        _origin = peer.NeedsConnect ? LoadOrigins.InTurn(origin, number) : origin;
        var entry = peer.Entry(_origin);
        Descriptor = NewSocket();
        Set(Descriptor, Libc.Ip, Libc.BindAddressNoPort);
        Checked(Bind(Descriptor, new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + (number % Sources))]), 0)), "bind");

        // 2. On loopback the connection is often established at once; in either case the socket becomes writable.
        _state = State.Connecting;
        Loop.Add(this, Libc.Out);
        if (Connect(Descriptor, entry) < 0 && Marshal.GetLastPInvokeError() != Libc.InProgress)
            Checked(-1, $"connect to {entry}");
    }

    /// <inheritdoc/>
    public sealed override void OnReady(uint happened)
    {
        switch (_state)
        {
            case State.Connecting:
                Connected();
                break;
            case State.ShakingHands:
                ShakeHands();
                break;
            case State.AwaitingHead:
                ReadHead();
                break;
            default:
                OnTurn(happened);
                break;
        }

        // No event announces what TLS has already decrypted.
        while (IsOpen && Tls is { HasBytes: true })
            OnTurn(Libc.In);
    }

    /// <summary>Called when the tunnel has just opened; it waits to receive.</summary>
    protected abstract void OnOpen();

    /// <summary>Called when it can receive, or can send if it waits for that.</summary>
    protected abstract void OnTurn(uint happened);

    private void Connected()
    {
        MustBeConnected(peer.Name);
        Loop.Change(this, Libc.In);
        Tls = peer.Tls?.Begin(Descriptor);
        _state = State.ShakingHands;
        ShakeHands();
    }

    private void ShakeHands()
    {
        if (Tls is { } tls && !tls.ShakeHands())
            return;
        if (peer.NeedsConnect)
        {
            SendShort(Encoding.ASCII.GetBytes($"CONNECT {_origin} HTTP/1.1\r\nHost: {_origin}\r\n\r\n"));
            _state = State.AwaitingHead;
            return;
        }

        _state = State.Open;
        OnOpen();
    }

    private void ReadHead()
    {
        // 1. What follows the head belongs to the tunnel, so it is left there.
        var seen = Peek(4096);
        if (seen == 0)
            throw new LoadFailedException($"{peer.Name} closed instead of opening a tunnel");
        if (seen < 0)
            return;
        var head = _head.Take(new ReadOnlySpan<byte>(Loop.Scratch, seen), out var taken);

        Receive(taken);

        // 2. If the end of the head is missing, wait for the rest.
        if (head.IsEmpty)
            return;
        Head.RequireOk(head, peer.Name);
        _state = State.Open;
        OnOpen();
    }
}
