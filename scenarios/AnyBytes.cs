namespace ConformanceKit.Scenarios;

/// <summary>
/// What goes through a tunnel where it does not matter what. It begins with NUL, as neither HTTP nor TLS does: a proxy that looks
/// into tunnels leaves it alone, so that its looking shows in the scenarios about that, and does not stand in the way of all
/// others.
/// </summary>
internal static class AnyBytes
{
    /// <summary>Five bytes.</summary>
    public const string Ping = "\0ping";

    /// <summary>Nine bytes, sent after something that must be ignored, or must come before.</summary>
    public const string Sentinel = "\0sentinel";
}
