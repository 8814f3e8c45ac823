using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>Writes a message whose content is relayed: the head, if there is one, then the content, piece by piece.</summary>
internal interface IBodyWriter
{
    /// <summary>How many bytes of content have been sent.</summary>
    long Sent { get; }

    /// <summary>Sends the head, if it has not been sent. Otherwise it goes in one piece with the first content.</summary>
    /// <exception cref="SocketException">The other side no longer takes anything.</exception>
    ValueTask SendHeadAsync(CancellationToken cancel);

    /// <summary>Sends a piece of content.</summary>
    /// <exception cref="SocketException">The other side no longer takes anything.</exception>
    ValueTask WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancel);

    /// <summary>Marks the body as complete. Must not be called for a truncated body.</summary>
    /// <exception cref="SocketException">The other side no longer takes anything.</exception>
    ValueTask CompleteAsync(CancellationToken cancel);
}
