using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace ConformanceKit.Wire;

/// <summary>SOCKS5 as a client, byte for byte (RFC 1928, RFC 1929).</summary>
public static class Socks5
{
    /// <summary>The method: no authentication required.</summary>
    public const byte NoAuthentication = 0x00;

    /// <summary>The method: a user name and a password (RFC 1929).</summary>
    public const byte UserPassword = 0x02;

    /// <summary>What a proxy chooses if it accepts none of the methods offered.</summary>
    public const byte NoAcceptableMethod = 0xFF;

    /// <summary>The command that corresponds to HTTP's method of the same name.</summary>
    public const byte Connect = 0x01;

    private const byte Version = 0x05;
    private const byte Ipv4 = 0x01;
    private const byte DomainName = 0x03;
    private const byte Ipv6 = 0x04;

    /// <summary>The offer of methods (RFC 1928 §3).</summary>
    /// <param name="methods">The methods.</param>
    public static byte[] Offer(params byte[] methods) => [Version, (byte)methods.Length, .. methods];

    /// <summary>A request (RFC 1928 §4).</summary>
    /// <param name="command">The command, such as <see cref="Connect"/>.</param>
    /// <param name="host">An address without brackets, or a name, each character one byte.</param>
    /// <param name="port">The port.</param>
    public static byte[] Request(byte command, string host, int port)
    {
        byte[] address = IPAddress.TryParse(host, out var ip)
            ? [ip.GetAddressBytes().Length == 4 ? Ipv4 : Ipv6, .. ip.GetAddressBytes()]
            : [DomainName, (byte)host.Length, .. Encoding.Latin1.GetBytes(host)];
        return [Version, command, 0, .. address, (byte)(port >> 8), (byte)port];
    }

    /// <summary>Offers methods, and reads which one the proxy chooses.</summary>
    /// <param name="client">The connection.</param>
    /// <param name="methods">The methods.</param>
    /// <returns>The two bytes of the answer: the version and the method.</returns>
    /// <exception cref="Model.RequirementBrokenException">It did not come.</exception>
    public static async Task<byte[]> OfferAsync(this WireConnection client, params byte[] methods)
    {
        await client.SendAsync(Offer(methods));
        return await client.ReadExactlyAsync(2);
    }

    /// <summary>Sends a user name and a password, and reads the answer (RFC 1929 §2).</summary>
    /// <param name="client">The connection.</param>
    /// <param name="user">The name, each character one byte.</param>
    /// <param name="password">The password, each character one byte.</param>
    /// <returns>The two bytes of the answer: the version and the status, 0 for success.</returns>
    /// <exception cref="Model.RequirementBrokenException">It did not come.</exception>
    public static async Task<byte[]> LogInAsync(this WireConnection client, string user, string password)
    {
        byte[] credentials =
        [
            0x01, (byte)user.Length, .. Encoding.Latin1.GetBytes(user),
            (byte)password.Length, .. Encoding.Latin1.GetBytes(password),
        ];
        await client.SendAsync(credentials);
        return await client.ReadExactlyAsync(2);
    }

    /// <summary>Sends a request, and reads the reply.</summary>
    /// <param name="client">The connection, on which the method has been agreed.</param>
    /// <param name="host">An address without brackets, or a name.</param>
    /// <param name="port">The port.</param>
    /// <param name="command">The command.</param>
    /// <exception cref="Model.RequirementBrokenException">It did not come, or is not a reply.</exception>
    public static async Task<Socks5Reply> RequestAsync(
        this WireConnection client, string host, int port, byte command = Connect)
    {
        await client.SendAsync(Request(command, host, port));
        return await client.ReadReplyAsync();
    }

    /// <summary>Reads a reply (RFC 1928 §6).</summary>
    /// <param name="client">The connection.</param>
    /// <exception cref="Model.RequirementBrokenException">It did not come, or is not a reply.</exception>
    public static async Task<Socks5Reply> ReadReplyAsync(this WireConnection client)
    {
        // The fixed part, and the first byte of the address, say how long the rest is.
        var from = client.ReadLength;
        var start = await client.ReadExactlyAsync(5);
        var rest = start[3] switch
        {
            Ipv4 => 3,
            Ipv6 => 15,
            DomainName => start[4],
            _ => 0,
        };
        byte[] whole = [.. start, .. await client.ReadExactlyAsync(rest + 2)];
        whole.From(client.Name, from);
        return new(whole[0], whole[1], whole[2], whole[3], BinaryPrimitives.ReadUInt16BigEndian(whole.AsSpan(^2..)), whole);
    }
}

/// <summary>A reply of SOCKS5, <c>VER REP RSV ATYP BND.ADDR BND.PORT</c> (RFC 1928 §6).</summary>
/// <param name="Version">5.</param>
/// <param name="Code">What became of the request; 0 for success.</param>
/// <param name="Reserved">0.</param>
/// <param name="AddressType">1 for IPv4, 3 for a name, 4 for IPv6.</param>
/// <param name="Port">The port from which the proxy reaches the origin.</param>
/// <param name="Bytes">All of it.</param>
public sealed record Socks5Reply(byte Version, byte Code, byte Reserved, byte AddressType, int Port, byte[] Bytes);
