using System.Net.Sockets;
using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.ScriptedProxies;

/// <summary>A client's connection to a scripted proxy, as a <see cref="Behaviour"/> uses it.</summary>
/// <remarks>
/// A client may go away at any time: what is sent to it then is lost without a word, since the row grades what the client
/// reported, and what reached the origin.
/// </remarks>
public sealed class ProxyConnection
{
    private readonly ScriptedProxy _proxy;

    internal ProxyConnection(ScriptedProxy proxy, WireConnection wire, int number, CancellationToken cancel) =>
        (_proxy, Wire, Number, Cancel) = (proxy, wire, number, cancel);

    /// <summary>Which of the proxy's connections it is: 1 is the first.</summary>
    public int Number { get; }

    /// <summary>The connection itself, for exact bytes; inside TLS if clients speak TLS to the proxy.</summary>
    public WireConnection Wire { get; }

    /// <summary>Ends every wait when the scenario is over.</summary>
    public CancellationToken Cancel { get; }

    /// <summary>The next request with its body, which the proxy remembers.</summary>
    /// <returns>The request; null if the client ended the connection instead of sending one.</returns>
    public async Task<WireRequest?> RequestAsync()
    {
        var request = await Wire.TryReadRequestAsync(Timeout.InfiniteTimeSpan, Cancel);
        if (request is not null)
            _proxy.Remember(this, request);
        return request;
    }

    /// <summary>Sends bytes.</summary>
    /// <param name="latin1">The bytes, each a character.</param>
    /// <returns>Completes when the kernel has them, or the client is gone.</returns>
    public Task SendAsync(string latin1) => Wire.TrySendAsync(latin1, Cancel);

    /// <summary>Sends nothing for a while.</summary>
    /// <param name="time">How long.</param>
    /// <returns>Completes when the time is over.</returns>
    public Task PauseAsync(TimeSpan time) => Task.Delay(time, Cancel);

    /// <summary>Lets the scenario know whether the client has sent something behind the request that it waits for.</summary>
    public void RememberWhatCameEarly()
    {
        if (!Wire.HasUnread)
            return;
        _proxy.HasSeenMore = true;
        Wire.Note("the client has sent more by now, without waiting for the response");
    }

    /// <summary>
    /// Reads until the client ends the connection, and answers nothing. The scenario knows whether anything came.
    /// </summary>
    /// <returns>Completes when it has ended it.</returns>
    public async Task UntilClosedAsync()
    {
        while (await Wire.ReadSomeAsync(Timeout.InfiniteTimeSpan, Cancel) is { Length: > 0 })
        {
            _proxy.HasSeenMore = true;
        }
    }

    /// <summary>
    /// Relays bytes between the client and the origin of the scenario, whatever the target of the request was, until both sides
    /// have ended.
    /// </summary>
    /// <returns>Completes when both sides have ended.</returns>
    public async Task TunnelAsync()
    {
        using var origin = await _proxy.DialAsync(Cancel);
        await using var far = new NetworkStream(origin);
        await Task.WhenAll(UpAsync(far, origin), DownAsync(far));
    }

    /// <summary>The same for an origin that speaks first: what it says is sent together with a head, in one segment.</summary>
    /// <param name="head">The head, each byte a character.</param>
    /// <returns>Completes when both sides have ended.</returns>
    public async Task TunnelBehindAsync(string head)
    {
        using var origin = await _proxy.DialAsync(Cancel);
        await using var far = new NetworkStream(origin);
        var first = new byte[4096];
        var count = await far.ReadAsync(first, Cancel);
        await Wire.TrySendAsync((byte[])[.. Encoding.Latin1.GetBytes(head), .. first.AsSpan(0, count)], Cancel);
        await Task.WhenAll(UpAsync(far, origin), DownAsync(far));
    }

    /// <summary>
    /// Passes a request on to the origin of the scenario in origin-form, and the response back as it comes. The origin closes the
    /// connection after the response, and so does the proxy.
    /// </summary>
    /// <param name="request">The request, in absolute-form.</param>
    /// <returns>Completes when the response has been passed on.</returns>
    public async Task ForwardAsync(WireRequest request)
    {
        using var origin = await _proxy.DialAsync(Cancel);
        await using var far = new NetworkStream(origin);
        await far.WriteAsync(Forwarded(request), Cancel);
        await DownAsync(far);
    }

    /// <summary>Does what a proxy should: opens a tunnel for CONNECT, and forwards any other request.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Completes when the tunnel is over, or the response has been passed on.</returns>
    public async Task ObeyAsync(WireRequest request)
    {
        if (request.Method != "CONNECT")
        {
            await ForwardAsync(request);
            return;
        }

        await SendAsync("HTTP/1.1 200 Connection established\r\n\r\n");
        await TunnelAsync();
    }

    private static byte[] Forwarded(WireRequest request)
    {
        var target = Uri.TryCreate(request.Target, UriKind.Absolute, out var uri) ? uri.PathAndQuery : request.Target;
        var fields = request.Fields.Where(field => !IsForProxy(field.Name)).Select(field => $"{field.Name}: {field.Value}\r\n");
        var head = $"{request.Method} {target} HTTP/1.1\r\n{string.Concat(fields)}Connection: close\r\n\r\n";
        return [.. Encoding.Latin1.GetBytes(head), .. request.Body];
    }

    private static bool IsForProxy(string name) => name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Connection", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Keep-Alive", StringComparison.OrdinalIgnoreCase);

    private async Task UpAsync(NetworkStream far, Socket origin)
    {
        try
        {
            while (await Wire.ReadSomeAsync(Timeout.InfiniteTimeSpan, Cancel) is { Length: > 0 } bytes)
                await far.WriteAsync(bytes, Cancel);
            origin.Shutdown(SocketShutdown.Send);
        }
        catch (Exception end) when (end is IOException or SocketException or RequirementBrokenException)
        {
            origin.Close(timeout: 0); // the client aborted the connection, or the origin did
        }
    }

    private async Task DownAsync(NetworkStream far)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await far.ReadAsync(buffer, Cancel) is > 0 and var count)
            {
                if (!await Wire.TrySendAsync(buffer.AsMemory(0, count), Cancel))
                    return;
            }
            Wire.ShutdownSend();
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException)
        {
            if (!Wire.SendingEnded)
                Wire.Reset();
        }
    }
}
