namespace ConformanceKit.Model;

/// <summary>What a scenario may spend its time on other than its exchange; the report adds each up.</summary>
public enum TimeUse
{
    /// <summary>Silence that proves something: <see cref="Waits.Quiet"/>.</summary>
    Quiet,

    /// <summary>Pauses between bytes that are sent one by one: <see cref="Waits.Segment"/>.</summary>
    Segment,

    /// <summary>A connection that is left alone: <see cref="Waits.Idle"/>.</summary>
    Idle,

    /// <summary>A limit of the proxy's own that has to run out: for a dial, a head or a tunnel.</summary>
    Patience,

    /// <summary>
    /// A bound of the kit that ran out since the proxy said nothing: <see cref="Waits.Reply"/> or <see cref="Waits.Dial"/>.
    /// </summary>
    Unanswered,

    /// <summary>Setting up origins, the turn for a well-known port included.</summary>
    Origins,

    /// <summary>Until the browser runs and has room for a further tab.</summary>
    BrowserQueue,

    /// <summary>An open tab of the browser.</summary>
    BrowserTab,
}
