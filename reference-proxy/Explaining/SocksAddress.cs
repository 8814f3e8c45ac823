using System.Buffers.Binary;
using System.Net;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>The address in a request or reply of SOCKS5 (RFC 1928 §5).</summary>
/// <param name="Text">Host and port.</param>
/// <param name="Type">Which type it has, in words.</param>
internal sealed record SocksAddress(string Text, string Type)
{
    /// <summary>The type: an IPv4 address.</summary>
    public const byte Ipv4 = 1;

    /// <summary>The type: a name, with its length in front.</summary>
    public const byte DomainName = 3;

    /// <summary>The type: an IPv6 address.</summary>
    public const byte Ipv6 = 4;

    private const int Fixed = 4;
    private const int PortLength = 2;

    /// <summary>Reads the address of a whole message.</summary>
    public static SocksAddress Of(ReadOnlySpan<byte> message)
    {
        var address = message[Fixed..^PortLength];
        var port = BinaryPrimitives.ReadUInt16BigEndian(message[^PortLength..]);
        return message[3] switch
        {
            Ipv4 => new($"{new IPAddress(address)}:{port}", "an IPv4 address (01)"),
            Ipv6 => new($"[{new IPAddress(address)}]:{port}", "an IPv6 address (04)"),
            _ => new($"{VisibleBytes.Escape(address[1..])}:{port}", "a domain name (03), which the proxy resolves"),
        };
    }
}
