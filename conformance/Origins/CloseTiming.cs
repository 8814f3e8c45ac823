namespace ConformanceKit.Origins;

/// <summary>When an origin ends a connection.</summary>
public enum CloseTiming
{
    /// <summary>As soon as it is accepted.</summary>
    OnAccept,

    /// <summary>When the first bytes have arrived.</summary>
    AfterFirstBytes,

    /// <summary>When a complete HTTP request has arrived.</summary>
    AfterRequest,
}
