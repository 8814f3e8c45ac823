using System.Buffers.Binary;
using System.Net;
using System.Text;
using ConformanceKit.ReferenceProxy.Connections;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Socks;

/// <summary>A SOCKS5 request, <c>VER CMD RSV ATYP DST.ADDR DST.PORT</c> (RFC 1928 §4).</summary>
/// <param name="Command">What is asked for; it may be a value that the RFC does not define.</param>
/// <param name="Target">The origin, or why it cannot be one.</param>
internal sealed record SocksRequest(SocksCommand Command, Parsed<Authority> Target)
{
    private const int Fixed = 4;
    private const int PortLength = 2;

    /// <summary>The same in words, for the log.</summary>
    public override string ToString() =>
        $"SOCKS5 {Name} {(Target.Rejected is { } reason ? $"({reason})" : Target.Value.Text)}";

    private string Name => Command switch
    {
        SocksCommand.Connect => "CONNECT",
        SocksCommand.Bind => "BIND",
        SocksCommand.UdpAssociate => "UDP ASSOCIATE",
        _ => $"command {(byte)Command:X2}",
    };

    /// <summary>Reads a request.</summary>
    /// <returns>The request; or null with the reply that ends the connection, which is null too if there is nobody to answer.
    /// </returns>
    public static async ValueTask<(SocksRequest? Request, SocksReplyCode? Failed)> ReadAsync(
        ByteReader reader, CancellationToken cancel)
    {
        // 1. The fixed part, and of a domain name its length, say how long the rest is.
        if (!await reader.FillToAsync(Fixed + 1, cancel))
            return (null, null);
        if (reader.Buffered.Span[0] != SocksMessage.Version)
            return (null, SocksReplyCode.GeneralFailure);
        var type = (SocksAddressType)reader.Buffered.Span[3];
        int? length = type switch
        {
            SocksAddressType.Ipv4 => 4,
            SocksAddressType.Ipv6 => 16,
            SocksAddressType.DomainName => 1 + reader.Buffered.Span[Fixed],
            _ => null,
        };
        if (length is null)
            return (null, SocksReplyCode.AddressTypeNotSupported);

        // 2. The address and the port, in network byte order.
        var whole = Fixed + length.Value + PortLength;
        if (!await reader.FillToAsync(whole, cancel))
            return (null, null);
        var request = Parse(reader.Buffered.Span[..whole], type);
        reader.Advance(whole);
        return (request, null);
    }

    private static SocksRequest Parse(ReadOnlySpan<byte> bytes, SocksAddressType type)
    {
        var address = bytes[Fixed..^PortLength];
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[^PortLength..]);
        // A domain name has no terminating NUL; it takes the same rules as in a URI.
        var host = type switch
        {
            SocksAddressType.Ipv4 => new IPAddress(address).ToString(),
            SocksAddressType.Ipv6 => $"[{new IPAddress(address)}]",
            _ => Encoding.Latin1.GetString(address[1..]),
        };
        return new((SocksCommand)bytes[1], Authority.ParseAuthorityForm($"{host}:{port}"));
    }
}
