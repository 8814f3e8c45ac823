using System.Net;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>A listening socket of an origin.</summary>
internal sealed unsafe class Listener : Endpoint
{
    private readonly Func<int, OriginEndpoint> _serve;

    /// <summary>Starts listening.</summary>
    /// <param name="loop">The loop of the listener and of the connections it accepts.</param>
    /// <param name="address">Where to listen; port 0 takes a free one.</param>
    /// <param name="serve">Makes the endpoint for an accepted socket.</param>
    public Listener(EventLoop loop, IPEndPoint address, Func<int, OriginEndpoint> serve) : base(loop)
    {
        _serve = serve;
        Descriptor = NewSocket();
        Set(Descriptor, Libc.Socket, Libc.ReuseAddress);
        Checked(Bind(Descriptor, address), $"bind to {address}");
        Checked(Libc.Listen(Descriptor, 4096), "listen");
        Port = PortOf(Descriptor);
        loop.Add(this, Libc.In);
    }

    /// <summary>The port.</summary>
    public int Port { get; }

    /// <inheritdoc/>
    public override void OnReady(uint happened)
    {
        int accepted;
        while ((accepted = Libc.Accept(Descriptor, null, null, Libc.NonBlocking | Libc.CloseOnExec)) >= 0)
        {
            Set(accepted, Libc.Tcp, Libc.NoDelay);
            var served = _serve(accepted);
            Loop.Add(served, served.Interest);
        }
    }
}
