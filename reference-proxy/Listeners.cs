using System.Net;
using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Tcp;

namespace ConformanceKit.ReferenceProxy;

/// <summary>What clients speak to the proxy at a listener.</summary>
internal enum ClientProtocol
{
    /// <summary>HTTP in cleartext.</summary>
    Http,

    /// <summary>HTTP inside TLS.</summary>
    Https,

    /// <summary>SOCKS5.</summary>
    Socks,
}

/// <summary>Where the proxy listens, for each protocol.</summary>
internal sealed class Listeners : IDisposable
{
    private readonly Dictionary<ClientProtocol, Listener> _all = [];

    /// <summary>Every listener.</summary>
    public IReadOnlyDictionary<ClientProtocol, Listener> All => _all;

    /// <summary>Starts listening wherever the options say.</summary>
    /// <exception cref="ListenException">An address is not available.</exception>
    public static Listeners Open(ProxyOptions options)
    {
        var listeners = new Listeners();
        try
        {
            listeners.Open(ClientProtocol.Http, options.Listen);
            listeners.Open(ClientProtocol.Https, options.TlsListen);
            listeners.Open(ClientProtocol.Socks, options.SocksListen);
            return listeners;
        }
        catch (SocketException)
        {
            listeners.Dispose();
            throw;
        }
    }

    /// <summary>Where clients of a protocol connect to; null if the proxy does not speak it.</summary>
    public IPEndPoint? EndPoint(ClientProtocol protocol) => _all.GetValueOrDefault(protocol)?.EndPoint;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var listener in _all.Values)
            listener.Dispose();
    }

    private void Open(ClientProtocol protocol, IPEndPoint? address)
    {
        if (address is not null)
            _all.Add(protocol, Listener.Open(address));
    }
}
