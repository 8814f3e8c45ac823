namespace ConformanceKit.Model;

/// <summary>What a scenario may spend time on besides its exchange; the report gives the total of each.</summary>
public enum TimeUse
{
    /// <summary>Silence that proves something: <see cref="Waits.Quiet"/>.</summary>
    Quiet,

    /// <summary>Pauses between bytes that are sent one by one: <see cref="Waits.Segment"/>.</summary>
    Segment,

    /// <summary>A connection that is left alone: <see cref="Waits.Idle"/>.</summary>
    Idle,

    /// <summary>A limit of the proxy that has to expire: for a dial, a head or a tunnel.</summary>
    Patience,

    /// <summary>
    /// A limit of the kit that expired because the proxy sent nothing: <see cref="Waits.Reply"/> or <see cref="Waits.Dial"/>.
    /// </summary>
    Unanswered,

    /// <summary>Setting up origins, including the wait for a turn on a well-known port.</summary>
    Origins,

    /// <summary>Waiting until the browser runs and has room for another tab.</summary>
    BrowserQueue,

    /// <summary>An open browser tab.</summary>
    BrowserTab,
}
