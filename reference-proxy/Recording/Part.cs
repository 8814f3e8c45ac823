namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>What is one event of a trace: a piece of bytes, or a part of a protocol, such as a frame.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Note">What part it is, or empty.</param>
/// <param name="Series">What many parts have in common that may become one event, or null.</param>
internal sealed record Part(ReadOnlyMemory<byte> Bytes, string Note = "", string? Series = null);

/// <summary>Divides what goes over a connection in one direction into parts.</summary>
internal interface IPartReader
{
    /// <summary>The parts that are complete with more bytes; what is not of the protocol is one as it is.</summary>
    IEnumerable<Part> Add(ReadOnlyMemory<byte> bytes);

    /// <summary>What is not complete, since nothing more follows.</summary>
    IEnumerable<Part> Rest();
}
