using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What bytes are, where messages are exchanged.</summary>
internal abstract record MessagePart
{
    private MessagePart()
    {
    }

    /// <summary>The head of a request.</summary>
    /// <param name="Line">Its request line.</param>
    /// <param name="Fields">Its fields, as far as they can be read.</param>
    /// <param name="Wrong">Why it is not a valid head, or null.</param>
    /// <param name="IsWhole">Whether its end has been found; else nobody can tell where the next message begins.</param>
    internal sealed record RequestHead(RequestLine Line, FieldSection Fields, RejectionReason? Wrong, bool IsWhole) : MessagePart
    {
        /// <summary>Whether it asks for a tunnel.</summary>
        public bool IsConnect => Line.Method == "CONNECT";
    }

    /// <summary>The head of a response.</summary>
    internal sealed record ResponseHead(StatusLine Line, FieldSection Fields) : MessagePart;

    /// <summary>A head of which the end has not been seen yet.</summary>
    internal sealed record PartOfHead : MessagePart;

    /// <summary>Bytes that are not a head where there should be one.</summary>
    internal sealed record Unreadable(RejectionReason Why) : MessagePart;

    /// <summary>Bytes of the body: <paramref name="Bytes"/> of them, framed as <paramref name="Framing"/> says.</summary>
    internal sealed record Content(long Bytes, BodyDelimiter Framing) : MessagePart;

    /// <summary>What stands behind the head that ends the exchange of messages.</summary>
    internal sealed record Behind(ReadOnlyMemory<byte> Bytes, long Length) : MessagePart;
}
