namespace ConformanceKit.ReferenceProxy;

/// <summary>What happens to the client's connection after a request.</summary>
internal enum Closing
{
    /// <summary>The next request is read from it (RFC 9112 §9.3).</summary>
    KeepOpen,

    /// <summary>FIN, then reading on for a moment so that the response is not lost to a RST (RFC 9112 §9.6).</summary>
    Lingering,

    /// <summary>It is closed as it is.</summary>
    Now,

    /// <summary>RST.</summary>
    Reset,
}
