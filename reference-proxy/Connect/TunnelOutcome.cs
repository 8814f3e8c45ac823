namespace ConformanceKit.ReferenceProxy.Connect;

/// <summary>Why a tunnel ended.</summary>
internal enum TunnelEnd
{
    /// <summary>Both sides sent FIN.</summary>
    BothFinished,

    /// <summary>The client sent RST.</summary>
    ClientReset,

    /// <summary>The origin sent RST.</summary>
    OriginReset,

    /// <summary>The client has closed its connection, and no longer takes what the origin sends.</summary>
    ClientClosed,

    /// <summary>The origin has closed its connection, and no longer takes what the client sends.</summary>
    OriginClosed,

    /// <summary>Nothing moved for the idle timeout.</summary>
    Idle,

    /// <summary>One side sent FIN, and the other was quiet for the drain timeout.</summary>
    HalfClosedAndQuiet,

    /// <summary>The proxy stopped.</summary>
    Stopped,
}

/// <summary>What became of a tunnel.</summary>
/// <param name="Why">Why it ended.</param>
/// <param name="Up">Bytes from the client to the origin.</param>
/// <param name="Down">Bytes from the origin to the client.</param>
/// <param name="Duration">How long the tunnel lasted.</param>
internal sealed record TunnelOutcome(TunnelEnd Why, long Up, long Down, TimeSpan Duration);
