using System.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Answers every request without content with the same small response, and keeps the connection.</summary>
internal sealed unsafe class HttpEndpoint(EventLoop loop, int accepted) : OriginEndpoint(loop, accepted)
{
    /// <summary>The size of a response's content, in bytes.</summary>
    public const int Content = 512;

    private static readonly byte[] s_response = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 12:00:00 GMT\r\nServer: load\r\nContent-Type: text/plain\r\n"
        + $"Cache-Control: no-store\r\nContent-Length: {Content}\r\n\r\n" + new string('x', Content));

    private Head _head;

    /// <summary>The response.</summary>
    public static ReadOnlySpan<byte> Response => s_response;

    /// <inheritdoc/>
    protected override bool Serve(uint happened)
    {
        // The next request is sent only after the answer, so nothing may follow the head.
        var received = Receive();
        if (received <= 0)
            return received < 0;
        if (_head.Take(new ReadOnlySpan<byte>(Loop.Scratch, received), out var taken).IsEmpty)
            return true;
        SendShort(s_response);
        return taken == received;
    }
}
