using ConformanceKit.ReferenceProxy.Http2;

namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>Frames at random, most of them nearly valid: noise alone would not get far.</summary>
/// <param name="random">What decides.</param>
/// <param name="authority">Where the tunnels and requests lead.</param>
internal sealed class FrameNoise(Random random, string authority)
{
    /// <summary>Whole frames.</summary>
    public byte[] Frames()
    {
        var frames = new List<byte>();
        for (var count = random.Next(80); count > 0; count--)
            frames.AddRange(Frame());
        return [.. frames];
    }

    /// <summary>The same, with a few bytes changed, removed, repeated or added anywhere.</summary>
    public byte[] Mutated()
    {
        List<byte> bytes = [.. Frames()];
        for (var count = random.Next(5); count > 0 && bytes.Count > 0; count--)
        {
            var at = random.Next(bytes.Count);
            var length = random.Next(Math.Min(20, bytes.Count - at));
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                default:
                    bytes.InsertRange(at, Noise(length));
                    break;
            }
        }

        return [.. bytes];
    }

    private byte[] Frame()
    {
        var type = (FrameType)random.Next(11);
        var flags = (FrameFlags)(random.Next(3) == 0 ? random.Next(256) : (random.Next(2) * 4) + random.Next(2));
        var stream = random.Next(4) == 0 ? 0 : (random.Next(12) * 2) + 1;
        var payload = Noise(random.Next(4) == 0 ? random.Next(300) : 4);
        if (type is FrameType.Headers && random.Next(8) > 0)
        {
            flags = FrameFlags.EndHeaders | (FrameFlags)random.Next(2);
            payload = random.Next(2) == 0
                ? Http2Peer.Block(":method: CONNECT", $":authority: {authority}")
                : Http2Peer.Block([.. Http2Peer.Request("POST", authority, "/x"), $"content-length: {random.Next(9)}"]);
        }

        if (type is FrameType.WindowUpdate or FrameType.ResetStream)
            payload = Http2Peer.Number((uint)random.Next(1000));
        if (type is FrameType.Settings && random.Next(4) > 0)
            (stream, payload) = (0, [0, 4, 0, 0, (byte)random.Next(256), 0]);
        return Http2Peer.Frame(type, flags, stream, payload);
    }

    private byte[] Noise(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
