using System.Net;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// Sends endlessly, as fast as a peer accepts it, and drops what comes back as fast as it arrives: the peer never has to wait for
/// it. If the peer hangs up, it starts again.
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
            // 1. Drop what comes back; nothing comes after FIN.
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

        // 2. Start again.
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
