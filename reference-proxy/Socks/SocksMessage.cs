namespace ConformanceKit.ReferenceProxy.Socks;

/// <summary>What the messages of SOCKS5 have in common (RFC 1928).</summary>
internal static class SocksMessage
{
    /// <summary>The first byte of every message but those of the authentication.</summary>
    public const byte Version = 0x05;
}

/// <summary>The CMD field of a request (RFC 1928 §4).</summary>
internal enum SocksCommand : byte
{
    Connect = 0x01,
    Bind = 0x02,
    UdpAssociate = 0x03,
}

/// <summary>The ATYP field of a request and of a reply (RFC 1928 §5).</summary>
internal enum SocksAddressType : byte
{
    Ipv4 = 0x01,
    DomainName = 0x03,
    Ipv6 = 0x04,
}

/// <summary>The REP field of a reply: all that SOCKS5 can say about a request (RFC 1928 §6).</summary>
internal enum SocksReplyCode : byte
{
    Succeeded = 0x00,
    GeneralFailure = 0x01,
    NotAllowedByRuleset = 0x02,
    NetworkUnreachable = 0x03,
    HostUnreachable = 0x04,
    ConnectionRefused = 0x05,
    TtlExpired = 0x06,
    CommandNotSupported = 0x07,
    AddressTypeNotSupported = 0x08,
}
