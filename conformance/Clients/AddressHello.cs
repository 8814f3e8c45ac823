using System.Text;

namespace ConformanceKit.Clients;

/// <summary>
/// A ClientHello whose server name is whatever it is given (RFC 8446 §4.1.2, RFC 6066 §3): .NET itself never sends an address.
/// </summary>
internal static class AddressHello
{
    /// <summary>The record.</summary>
    /// <param name="serverName">The server name.</param>
    public static byte[] Of(string serverName)
    {
        byte[] name = Encoding.ASCII.GetBytes(serverName);
        byte[] names = [0, .. Counted(2, name)];
        byte[] extensions =
        [
            0, 0, .. Counted(2, Counted(2, names)), // server_name
            0, 10, .. Counted(2, Counted(2, [0, 23])), // supported_groups: secp256r1
            0, 13, .. Counted(2, Counted(2, [4, 3])), // signature_algorithms: ecdsa_secp256r1_sha256
        ];
        byte[] hello = [3, 3, .. new byte[32], 0, .. Counted(2, [0xC0, 0x2B]), 1, 0, .. Counted(2, extensions)];
        return [22, 3, 1, .. Counted(2, [1, .. Counted(3, hello)])];
    }

    private static byte[] Counted(int width, byte[] content)
    {
        var counted = new byte[width + content.Length];
        for (var at = 0; at < width; at++)
            counted[at] = (byte)(content.Length >> (8 * (width - 1 - at)));
        content.CopyTo(counted, width);
        return counted;
    }
}
