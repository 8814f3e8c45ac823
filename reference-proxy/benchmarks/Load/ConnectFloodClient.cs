using System.Net;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Opens a connection, sends a request, resets the connection, and starts again.</summary>
internal sealed class ConnectFloodClient(EventLoop loop, Peer peer, IPEndPoint origin, byte[] request) : Endpoint(loop)
{
    /// <summary>Dials the peer.</summary>
    public void Start()
    {
        Descriptor = NewSocket();
        ResetOnClose(Descriptor);
        Connect(Descriptor, peer.Entry(origin));
        Loop.Add(this, Libc.Out);
    }

    /// <inheritdoc/>
    public override void OnReady(uint happened)
    {
        try
        {
            SendShort(request);
        }
        catch (LoadFailedException)
        {
            // The peer did not accept this one.
        }

        Loop.Close(this);
        Start();
    }
}
