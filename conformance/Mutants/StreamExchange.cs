namespace ConformanceKit.Mutants;

/// <summary>What is known about a stream, so that a flaw on one leg knows what happened on the other.</summary>
public sealed class StreamExchange
{
    internal StreamExchange(int id) => Id = id;

    /// <summary>The stream's number.</summary>
    public int Id { get; }

    /// <summary>The request as the client sent it, without trailers; null before it, and if it cannot be decoded.</summary>
    public FieldList? Request { get; internal set; }

    /// <summary>The reference's final response, before any flaw changes it; null before that.</summary>
    public FieldList? Response { get; internal set; }

    /// <summary>Whether the request is for a tunnel.</summary>
    public bool IsConnect => Request is { IsConnect: true };

    /// <summary>Whether the reference has established a tunnel on it.</summary>
    public bool IsTunnel => IsConnect && Response is { IsSuccessful: true };
}
