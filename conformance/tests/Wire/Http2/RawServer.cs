using System.Text;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Tests.Wire.Http2;

/// <summary>What a test does to play the server on the other end of a connection.</summary>
internal static class RawServer
{
    /// <summary>Frames as text in which each character is one byte.</summary>
    public static string Text(params Frame[] frames) =>
        Encoding.Latin1.GetString([.. frames.SelectMany(frame => frame.ToBytes())]);

    /// <summary>Reads what a client begins with.</summary>
    /// <param name="pair">The connection.</param>
    /// <param name="settings">How many parameters its SETTINGS have.</param>
    public static Task<byte[]> ReadOpeningAsync(this WirePair pair, int settings = 1) =>
        pair.Peer.ReadExactlyAsync(Preface.Bytes.Length + Frame.HeaderLength + (6 * settings));
}
