using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// A client with a tunnel through a peer to an origin; what it does with the tunnel is the business of who derives from it.
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
        AwaitingHead,
        Open,
    }

    /// <summary>Whether the tunnel is there.</summary>
    public bool IsOpen => _state == State.Open;

    /// <summary>Dials the peer, and asks it for a tunnel where it needs to be asked.</summary>
    public void Start(IPEndPoint origin)
    {
        // 1. Both ways take turns among addresses, so that TIME-WAIT does not use up local ports.
        var number = s_number++;
        _origin = peer.NeedsConnect ? LoadOrigins.InTurn(origin, number) : origin;
        var entry = peer.Entry(_origin);
        Descriptor = NewSocket();
        Set(Descriptor, Libc.Ip, Libc.BindAddressNoPort);
        Checked(Bind(Descriptor, new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + (number % Sources))]), 0)), "bind");

        // 2. On loopback the connection is often there at once; being writable says so in either case.
        _state = State.Connecting;
        if (Connect(Descriptor, entry) < 0 && Marshal.GetLastPInvokeError() != Libc.InProgress)
            Checked(-1, $"connect to {entry}");
        Loop.Add(this, Libc.Out);
    }

    /// <inheritdoc/>
    public sealed override void OnReady(uint happened)
    {
        switch (_state)
        {
            case State.Connecting:
                Connected();
                break;
            case State.AwaitingHead:
                ReadHead();
                break;
            default:
                OnTurn(happened);
                break;
        }
    }

    /// <summary>The tunnel has just opened; it waits to receive.</summary>
    protected abstract void OnOpen();

    /// <summary>It can receive, or send where it waits for that.</summary>
    protected abstract void OnTurn(uint happened);

    private void Connected()
    {
        var error = 0;
        var length = sizeof(int);
        Checked(Libc.GetOption(Descriptor, Libc.Socket, Libc.Error, &error, &length), "getsockopt");
        if (error != 0)
            throw new LoadFailedException($"{peer.Name} cannot be reached: {Marshal.GetPInvokeErrorMessage(error)}");

        Loop.Change(this, Libc.In);
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
        // 1. What is behind the head belongs to the tunnel: it is left in the socket for that.
        var seen = Peek(4096);
        if (seen == 0)
            throw new LoadFailedException($"{peer.Name} closed instead of opening a tunnel");
        if (seen < 0)
            return;
        var head = _head.Take(new ReadOnlySpan<byte>(Loop.Scratch, seen), out var taken);

        Receive(taken);

        // 2. As long as the head has no end, the rest is still to come.
        if (head.IsEmpty)
            return;
        Head.RequireOk(head, peer.Name);
        _state = State.Open;
        OnOpen();
    }
}
