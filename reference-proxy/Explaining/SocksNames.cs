namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>What the numbers of SOCKS5 mean (RFC 1928 §3, §4, §6).</summary>
internal static class SocksNames
{
    /// <summary>A method of authentication.</summary>
    public static string Method(byte method) => $"{method switch
    {
        0x00 => "no authentication",
        0x01 => "GSSAPI",
        0x02 => "user name and password",
        < 0x80 => "an assigned method",
        0xFF => "none of them",
        _ => "a private method",
    }} ({method:X2})";

    /// <summary>A command.</summary>
    public static string Command(byte command) => command switch
    {
        1 => "CONNECT",
        2 => "BIND",
        3 => "UDP ASSOCIATE",
        _ => "an unknown command",
    };

    /// <summary>The code of a reply.</summary>
    public static string Reply(byte code) => code switch
    {
        0 => "succeeded",
        1 => "general failure",
        2 => "not allowed by ruleset",
        3 => "network unreachable",
        4 => "host unreachable",
        5 => "connection refused",
        6 => "TTL expired",
        7 => "command not supported",
        8 => "address type not supported",
        _ => "a code that is not assigned",
    };

    /// <summary>What a code says about the proxy's dial; empty if there was none, or if it does not say.</summary>
    public static string FailedDial(byte code) => code is >= 3 and <= 6 ? Reply(code) : "";
}
