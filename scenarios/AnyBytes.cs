namespace ConformanceKit.Scenarios;

/// <summary>
/// Tunnel data whose content does not matter. It begins with NUL, as neither HTTP nor TLS does, so a proxy that inspects tunnels
/// leaves it alone: the inspection shows in the scenarios about it and does not disturb the others.
/// </summary>
internal static class AnyBytes
{
    /// <summary>Five bytes.</summary>
    public const string Ping = "\0ping";

    /// <summary>Nine bytes, sent after something that must be ignored or must arrive first.</summary>
    public const string Sentinel = "\0sentinel";
}
