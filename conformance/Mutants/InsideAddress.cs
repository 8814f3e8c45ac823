using System.Net;
using ConformanceKit.Origins;

namespace ConformanceKit.Mutants;

/// <summary>
/// Where what is inside a mutant listens. Each listener has a loopback address of its own: a mutant makes a few for every
/// connection of every scenario, and on one address the kernel would soon spend most of its time on passing over ports that were
/// used lately.
/// </summary>
internal static class InsideAddress
{
    // Below those that a run has for its origins.
    private const byte SecondByte = 15;
    private const uint Count = 65_534;

    private static int s_taken;

    /// <summary>The next address, with any port; 127.0.0.1 where this system has no other.</summary>
    public static IPEndPoint Next()
    {
        if (OwnLoopback.Address.Equals(IPAddress.Loopback))
            return new(IPAddress.Loopback, 0);
        var number = 1 + (uint)Interlocked.Increment(ref s_taken) % Count;
        return new(new IPAddress([127, SecondByte, (byte)(number >> 8), (byte)number]), 0);
    }
}
