using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>What a failure that is about a message can point at. Whatever is missing is marked where it should have been.</summary>
public sealed class MessageMarks
{
    private readonly WireMessage _message;

    internal MessageMarks(WireMessage message) => _message = message;

    /// <summary>The start line; empty for a message that was not read from a connection.</summary>
    public IReadOnlyList<Mark> StartLine => _message.StartLinePlace is { } place ? [place] : [];

    /// <summary>The whole head.</summary>
    public IReadOnlyList<Mark> Head => Provenance.Of(_message.RawHead) is { } place ? [place] : [];

    /// <summary>The body as it was on the wire, with its framing; without one, the head.</summary>
    public IReadOnlyList<Mark> Body => _message.BodyPlace switch
    {
        { Length: > 0 } place => [place],
        _ => Head,
    };

    /// <summary>The end of the body: an event if the connection ended there, otherwise its last bytes.</summary>
    public IReadOnlyList<Mark> End => _message.BodyPlace is { } place ? [place.Slice(place.Length, 0)] : Head;

    /// <summary>The field lines with a name, in the head and among the trailers; if there are none, the head.</summary>
    /// <param name="names">The names; case is ignored.</param>
    /// <returns>The marks.</returns>
    public IReadOnlyList<Mark> Fields(params string[] names)
    {
        Mark[] lines =
        [
            .. _message.Fields.Concat(_message.Trailers).Where(line => names.Any(line.Is)).Select(line => line.Place)
                .OfType<Mark>(),
        ];
        return lines.Length > 0 ? lines : Head;
    }
}
