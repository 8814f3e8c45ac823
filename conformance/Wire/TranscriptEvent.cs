namespace ConformanceKit.Wire;

/// <summary>What happened on a connection.</summary>
public enum WireEvent
{
    /// <summary>The TCP connection is established.</summary>
    Opened,

    /// <summary>Bytes were sent by the harness.</summary>
    Sent,

    /// <summary>Bytes arrived at the harness.</summary>
    Received,

    /// <summary>The harness ended its sending side (FIN).</summary>
    FinSent,

    /// <summary>The peer ended its sending side (FIN).</summary>
    FinReceived,

    /// <summary>The harness aborted the connection (RST).</summary>
    ResetSent,

    /// <summary>The peer aborted the connection (RST).</summary>
    ResetReceived,

    /// <summary>A remark of the harness, for instance what a TLS layer saw.</summary>
    Note,
}

/// <summary>One event on one connection of a scenario.</summary>
/// <param name="At">Time since the scenario began; of the first piece where <see cref="Note"/> reports several.</param>
/// <param name="Connection">
/// Which connection: <c>client 1</c> is the first one to the proxy, <c>origin 1</c> the first one at an origin,
/// <c>client 1 (tls)</c> what went inside TLS on <c>client 1</c>.
/// </param>
/// <param name="Kind">What happened.</param>
/// <param name="Length">Bytes sent or received; 0 for other events.</param>
/// <param name="Bytes">The bytes, or the first of them: at most <see cref="Transcript.CapturedBytes"/>, and less of what floods.</param>
/// <param name="Note">A remark, or empty. For a bulk transfer it says how many reads or writes the event represents.</param>
public sealed record TranscriptEvent(
    TimeSpan At, string Connection, WireEvent Kind, long Length, ReadOnlyMemory<byte> Bytes, string Note);
