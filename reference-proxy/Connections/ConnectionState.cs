namespace ConformanceKit.ReferenceProxy.Connections;

/// <summary>What is known of the other side of a connection, without anything being received or sent.</summary>
/// <param name="Delivered">How many bytes the other side has acknowledged so far.</param>
/// <param name="IsUnderWay">
/// Whether some bytes have not been acknowledged yet: an abort would overtake them, and they would be lost.
/// </param>
/// <param name="FarEnd">What has become of the other side.</param>
internal readonly record struct ConnectionState(long Delivered, bool IsUnderWay, FarEnd FarEnd);

/// <summary>What has become of the other side of a connection.</summary>
internal enum FarEnd
{
    /// <summary>It is still there.</summary>
    Open,

    /// <summary>It has sent FIN: it sends nothing more, but may still receive.</summary>
    Finished,

    /// <summary>It has sent RST.</summary>
    Gone,
}
