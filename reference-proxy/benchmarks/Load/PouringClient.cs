using System.Net;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// Sends without end, as fast as a peer takes it, and drops what comes back as fast as it comes: the peer never has to wait for
/// it. Where the peer hangs up it begins again.
/// </summary>
internal sealed unsafe class PouringClient(EventLoop loop, Peer peer, IPEndPoint origin, Pouring pouring) : Endpoint(loop)
{
    /// <summary>Dials the peer.</summary>
    public void Start()
    {
        pouring.Restart();
        Descriptor = NewSocket();
        Connect(Descriptor, peer.Entry(origin));
        Loop.Add(this, Libc.In | Libc.Out);
    }

    /// <inheritdoc/>
    public override void OnReady(uint happened)
    {
        try
        {
            // 1. What comes back is dropped; behind FIN comes nothing.
            if (ReceiveAndDrop() != 0)
            {
                if ((happened & Libc.Out) != 0)
                    SendNext();
                return;
            }
        }
        catch (LoadFailedException)
        {
            // The peer has hung up with RST.
        }

        // 2. Again.
        Loop.Close(this);
        Start();
    }

    private void SendNext()
    {
        var next = pouring.Next;
        if (next.IsEmpty)
        {
            Loop.Change(this, Libc.In);
            return;
        }

        fixed (byte* bytes = next)
            pouring.Sent(Math.Max(0, Send(bytes, next.Length)));
    }
}
