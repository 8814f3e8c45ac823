using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <summary>How a peer ended its sending side.</summary>
public enum EndKind
{
    /// <summary>Gracefully, with a FIN.</summary>
    Fin,

    /// <summary>By aborting, with a RST.</summary>
    Reset,
}

/// <summary>What else arrived on a connection, and how the connection ended.</summary>
/// <param name="Kind">FIN or RST.</param>
/// <param name="Length">How many bytes came before the end.</param>
/// <param name="Bytes">Those bytes; empty if they were only counted and hashed.</param>
/// <param name="Sha256">Their SHA-256 as lower-case hex.</param>
public sealed record WireEnd(EndKind Kind, long Length, byte[] Bytes, string Sha256)
{
    /// <summary>What a failure points at that is about the end itself.</summary>
    public IReadOnlyList<Mark> Marks { get; internal init; } = [];

    /// <summary>Where the bytes were; null if they came from no connection.</summary>
    internal BytesMark? Read { get; init; }
}
