using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Mutants;

/// <summary>What is broken on one leg.</summary>
internal sealed class LegFlaw
{
    public List<Func<ByteSink, ByteSink>> Whole { get; } = [];

    public List<Func<Head, Exchange, Task>> Heads { get; } = [];

    public List<Func<ByteSink, ByteSink>> Body { get; } = [];

    public List<Func<ByteSink, ByteSink>> Tunnel { get; } = [];

    public List<Action<FieldList, StreamExchange>> Fields { get; } = [];

    public List<Func<Frame, StreamExchanges, IEnumerable<Frame>>> Frames { get; } = [];

    public bool HasMessages => Heads.Count + Body.Count + Tunnel.Count > 0;

    public bool HasFrames => Fields.Count + Frames.Count > 0;

    public bool IsEmpty => Whole.Count == 0 && !HasMessages;

    /// <summary>Puts filters before a sink, the first one outermost.</summary>
    public static ByteSink Chain(IReadOnlyList<Func<ByteSink, ByteSink>> filters, ByteSink last) =>
        filters.Reverse().Aggregate(last, (next, filter) => filter(next));
}
