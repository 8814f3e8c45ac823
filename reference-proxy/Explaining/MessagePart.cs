using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What the bytes on a connection that carries messages are.</summary>
internal abstract record MessagePart
{
    private MessagePart()
    {
    }

    /// <summary>The head of a request.</summary>
    /// <param name="Line">Its request line.</param>
    /// <param name="Fields">Its fields, as far as they can be read.</param>
    /// <param name="Wrong">Why it is not valid, or null.</param>
    /// <param name="IsWhole">Whether its end has been found; if not, it is unknown where the next message begins.</param>
    internal sealed record RequestHead(RequestLine Line, FieldSection Fields, RejectionReason? Wrong, bool IsWhole) : MessagePart
    {
        /// <summary>Whether it requests a tunnel.</summary>
        public bool IsConnect => Line.Method == "CONNECT";
    }

    /// <summary>The head of a response.</summary>
    internal sealed record ResponseHead(StatusLine Line, FieldSection Fields) : MessagePart;

    /// <summary>A head whose end has not been seen yet.</summary>
    internal sealed record PartOfHead : MessagePart;

    /// <summary>Bytes that follow a part of a body that was not kept, so that it is unknown whether they belong to it.</summary>
    internal sealed record Unplaced(long Length) : MessagePart;

    /// <summary>Bytes that are not a head where one is expected.</summary>
    internal sealed record Unreadable(RejectionReason Why) : MessagePart;

    /// <summary>
    /// Bytes of the body, its transfer coding included: <paramref name="Length"/> of them, framed as
    /// <paramref name="Framing"/> says.
    /// </summary>
    internal sealed record Content(long Length, BodyDelimiter Framing) : MessagePart;

    /// <summary>What follows the head after which there are no more messages.</summary>
    internal sealed record Rest(ReadOnlyMemory<byte> Bytes, long Length) : MessagePart;
}
