using System.Net;
using ConformanceKit.ReferenceProxy.Http;
using static ConformanceKit.ReferenceProxy.Http.RejectionReason;

namespace ConformanceKit.ReferenceProxy.Socks;

/// <summary>The reply to a SOCKS5 request (RFC 1928 §6).</summary>
internal static class SocksReply
{
    private static readonly IPEndPoint s_none = new(IPAddress.Any, 0);

    /// <summary>What is left of a reason: HTTP has a status, a field and a sentence for it, SOCKS5 one byte.</summary>
    public static SocksReplyCode For(RejectionReason reason) => reason switch
    {
        ClientNotAllowed or PortNotAllowed or DestinationDenied or AddressProhibited or LoopDetected =>
            SocksReplyCode.NotAllowedByRuleset,
        AddressUnroutable => SocksReplyCode.NetworkUnreachable,
        NameNotResolved or ResolverTimeout or ConnectionTimeout => SocksReplyCode.HostUnreachable,
        RejectionReason.ConnectionRefused => SocksReplyCode.ConnectionRefused,
        _ => SocksReplyCode.GeneralFailure,
    };

    /// <summary><c>VER REP RSV ATYP BND.ADDR BND.PORT</c>.</summary>
    /// <param name="code">What became of the request.</param>
    /// <param name="bound">From where the proxy reaches the origin; null if it does not.</param>
    public static byte[] Compose(SocksReplyCode code, IPEndPoint? bound = null)
    {
        bound ??= s_none;
        var address = bound.Address.GetAddressBytes();
        var type = address.Length == 4 ? SocksAddressType.Ipv4 : SocksAddressType.Ipv6;
        return [SocksMessage.Version, (byte)code, 0, (byte)type, .. address, (byte)(bound.Port >> 8), (byte)bound.Port];
    }
}
