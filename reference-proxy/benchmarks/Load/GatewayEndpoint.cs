using System.Buffers.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// What a proxy that cannot dial origins itself has behind it: an HTTP/1 proxy that takes no time. It answers CONNECT and is then
/// the requested origin itself, without another connection to it; every other request it answers as <see cref="HttpEndpoint"/>
/// does.
/// </summary>
internal sealed unsafe class GatewayEndpoint(EventLoop loop, int accepted, Func<int, int, OriginEndpoint> originAt)
    : OriginEndpoint(loop, accepted)
{
    private Head _head;

    /// <inheritdoc/>
    protected override bool Serve(uint happened)
    {
        // 1. Nothing may follow the head: the client waits for the answer.
        var received = Receive();
        if (received <= 0)
            return received < 0;
        var head = _head.Take(new ReadOnlySpan<byte>(Loop.Scratch, received), out var taken);
        if (head.IsEmpty)
            return true;
        if (taken != received)
            return false;

        // 2. A request that is not CONNECT leaves the connection as it is.
        if (!head.StartsWith("CONNECT "u8))
        {
            SendShort(HttpEndpoint.Response);
            return true;
        }

        // 3. From now on, another endpoint has the connection.
        if (!Utf8Parser.TryParse(head[(head.IndexOf((byte)':') + 1)..], out int port, out _))
            return false;
        SendShort("HTTP/1.1 200 OK\r\n\r\n"u8);
        var origin = originAt(port, Descriptor);
        Loop.Replace(this, origin, origin.Interest);
        return true;
    }
}
