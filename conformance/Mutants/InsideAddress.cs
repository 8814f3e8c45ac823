using System.Net;
using ConformanceKit.Origins;

namespace ConformanceKit.Mutants;

/// <summary>
/// Addresses for the listeners inside a mutant. Each listener has its own loopback address: a mutant creates a few for every
/// connection of every scenario, and on a single address the kernel would soon spend most of its time skipping used ports.
/// </summary>
internal static class InsideAddress
{
    // Below the addresses that a run uses for its origins.
    private const byte SecondByte = 15;
    private const uint Count = 65_534;

    private static int s_taken;

    /// <summary>The next address, with any port; 127.0.0.1 if this system has no other.</summary>
    public static IPEndPoint Next()
    {
        if (OwnLoopback.Address.Equals(IPAddress.Loopback))
            return new(IPAddress.Loopback, 0);
        var number = 1 + (uint)Interlocked.Increment(ref s_taken) % Count;
        return new(new IPAddress([127, SecondByte, (byte)(number >> 8), (byte)number]), 0);
    }
}
