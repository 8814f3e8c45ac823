using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Mutants;

/// <content>What is broken in HTTP/2.</content>
public sealed partial class Flaw
{
    /// <summary>Whether a connection with the client has to be split into frames.</summary>
    internal bool HasFrames => _legs.Values.Any(leg => leg.HasFrames);

    /// <summary>Changes the frames of a connection in HTTP/2, those of a field section once it is complete.</summary>
    /// <param name="leg"><see cref="Leg.FromClient"/> or <see cref="Leg.ToClient"/>.</param>
    /// <param name="edit">Returns what is passed on instead of a frame: itself, others, more, or none.</param>
    public Flaw Frames(Leg leg, Func<Frame, IEnumerable<Frame>> edit) => Frames(leg, (frame, _) => edit(frame));

    /// <summary>Changes the frames of a connection in HTTP/2, knowing its streams.</summary>
    /// <param name="leg"><see cref="Leg.FromClient"/> or <see cref="Leg.ToClient"/>.</param>
    /// <param name="edit">
    /// Returns what is passed on instead of a frame. Only one of them runs at a time, on both legs of a connection.
    /// </param>
    public Flaw Frames(Leg leg, Func<Frame, StreamExchanges, IEnumerable<Frame>> edit)
    {
        _legs[leg].Frames.Add(edit);
        return this;
    }

    /// <summary>
    /// Changes the field sections that the client sends, trailers included, before the reference sees them, to make a mutant too
    /// lenient, or deaf. All of them are encoded again, so that the reference's table cannot differ.
    /// </summary>
    /// <param name="edit">Changes the fields.</param>
    public Flaw RequestFields(Action<FieldList> edit) => Fields(Leg.FromClient, (fields, _) => edit(fields));

    /// <summary>Changes the field sections that the client receives, those of 1xx and trailers included.</summary>
    /// <param name="edit">Changes the fields, knowing which request they answer.</param>
    public Flaw ResponseFields(Action<FieldList, StreamExchange> edit) => Fields(Leg.ToClient, edit);

    /// <summary>Changes the field sections of a leg.</summary>
    /// <param name="leg"><see cref="Leg.FromClient"/> or <see cref="Leg.ToClient"/>.</param>
    /// <param name="edit">Changes the fields.</param>
    public Flaw Fields(Leg leg, Action<FieldList, StreamExchange> edit)
    {
        _legs[leg].Fields.Add(edit);
        return this;
    }
}
