using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Running.Authoring;

/// <summary>HTTP/2 to the proxy under test, as a scenario's body sees it.</summary>
public sealed class Http2Dialer
{
    private readonly ProxyHandle _proxy;

    internal Http2Dialer(ProxyHandle proxy) => _proxy = proxy;

    /// <summary>Opens a connection.</summary>
    /// <param name="options">What the client does by itself; by default what an ordinary one does.</param>
    /// <param name="listener">By default <see cref="ProxyHandle.H2Listener"/>.</param>
    /// <returns>The client; its connection is closed after the scenario at the latest.</returns>
    /// <exception cref="NotApplicableException">The proxy does not speak HTTP/2.</exception>
    public Task<Http2Client> DialAsync(Http2Options? options = null, Listener? listener = null) =>
        _proxy.DialHttp2Async(listener, options);

    /// <summary>Opens a connection and requests a tunnel on it, without waiting for the reply.</summary>
    /// <param name="authority">The host and port.</param>
    /// <param name="fields">Further fields.</param>
    /// <returns>The stream; <see cref="Http2Stream.Client"/> is the connection.</returns>
    /// <exception cref="NotApplicableException">The proxy does not speak HTTP/2.</exception>
    public async Task<Http2Stream> ConnectAsync(string authority, params Http2Field[] fields) =>
        await (await DialAsync()).ConnectAsync(authority, fields);
}
