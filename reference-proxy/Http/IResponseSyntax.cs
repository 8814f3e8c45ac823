using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Connections;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>
/// How responses are written to a client: what differs between HTTP/1, which writes text (RFC 9112), and HTTP/2, which writes frames
/// (RFC 9113).
/// </summary>
internal interface IResponseSyntax
{
    /// <summary>Sends a head with all of its content. The response is then complete, unless it is interim or begins a tunnel.</summary>
    /// <param name="head">The head.</param>
    /// <param name="content">The content.</param>
    /// <param name="cause">The connection whose input caused this.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="SocketException">The client no longer takes anything.</exception>
    ValueTask SendAsync(ResponseHead head, ReadOnlyMemory<byte> content, Connection cause, CancellationToken cancel);

    /// <summary>Begins a response whose content is relayed.</summary>
    /// <param name="head">The head.</param>
    /// <param name="source">The connection that the content comes from.</param>
    IBodyWriter Begin(ResponseHead head, Connection source);
}
