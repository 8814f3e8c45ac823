using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>The rule by which a message's body ended.</summary>
public enum BodyEndKind
{
    /// <summary>The message has no body (RFC 9112 §6.3), or only its head was read.</summary>
    None,

    /// <summary>After as many bytes as Content-Length says.</summary>
    Length,

    /// <summary>With the last chunk and the trailer section.</summary>
    Chunked,

    /// <summary>With the end of the connection, as for a response without framing.</summary>
    Close,

    /// <summary>The body is not complete, or its framing is invalid.</summary>
    Incomplete,
}

/// <summary>How a message's body ended.</summary>
/// <param name="Kind">By which rule.</param>
/// <param name="Reason">Why it is not complete, or empty.</param>
public sealed record BodyEnd(BodyEndKind Kind, string Reason = "");

/// <summary>A request or response as it was on the wire; nothing is normalised.</summary>
public abstract class WireMessage
{
    internal WireMessage(MessageHead head)
    {
        RawHead = head.Raw;
        StartLine = head.StartLine;
        Fields = head.Fields;
        StartLinePlace = head.StartLinePlace;
    }

    /// <summary>What a failure that is about this message points at.</summary>
    public MessageMarks Marks => new(this);

    /// <summary>All bytes of the head, including the empty line.</summary>
    public ReadOnlyMemory<byte> RawHead { get; }

    /// <summary>The field lines in order.</summary>
    public IReadOnlyList<FieldLine> Fields { get; }

    /// <summary>The body's bytes without the transfer coding; empty if only the head was read.</summary>
    public byte[] Body { get; internal set; } = [];

    /// <summary>The body as ISO 8859-1 text.</summary>
    public string BodyText => Encoding.Latin1.GetString(Body);

    /// <summary>The trailer section's field lines.</summary>
    public IReadOnlyList<FieldLine> Trailers { get; internal set; } = [];

    /// <summary>How the body ended.</summary>
    public BodyEnd BodyEnd { get; internal set; } = new(BodyEndKind.None);

    /// <summary>The start line without its line end.</summary>
    internal string StartLine { get; }

    /// <summary>Where the start line was read, or null.</summary>
    internal BytesMark? StartLinePlace { get; }

    /// <summary>Where the body was read, with its framing, or null.</summary>
    internal BytesMark? BodyPlace { get; set; }

    /// <summary>The values of all field lines with a name, in order.</summary>
    /// <param name="name">The name; case is ignored.</param>
    /// <returns>The values; empty if there is none.</returns>
    public IReadOnlyList<string> Values(string name) => [.. Fields.Where(field => field.Is(name)).Select(field => field.Value)];

    /// <summary>Whether there is a field line with a name.</summary>
    /// <param name="name">The name; case is ignored.</param>
    /// <returns>Whether there is one.</returns>
    public bool HasField(string name) => Fields.Any(field => field.Is(name));

    /// <summary>The value of a field: several lines joined by a comma (RFC 9110 §5.3).</summary>
    /// <param name="name">The name; case is ignored.</param>
    /// <returns>The value, or null if there is no such line.</returns>
    public string? Field(string name) => HasField(name) ? string.Join(", ", Values(name)) : null;

    /// <summary>
    /// The members of a field that is a comma-separated list, across all its lines, without empty ones (RFC 9110 §5.6.1).
    /// </summary>
    /// <param name="name">The name; case is ignored.</param>
    /// <returns>The members, trimmed.</returns>
    public IReadOnlyList<string> Members(string name) =>
        [.. Values(name).SelectMany(value => value.ListMembers())];
}
