using ConformanceKit.Wire;

namespace ConformanceKit.Origins;

/// <summary>What simple origins do on a connection.</summary>
internal static class Scripts
{
    /// <summary>Echoes whatever arrives, until the peer ends its side.</summary>
    public static async Task EchoAsync(WireConnection connection, CancellationToken cancel)
    {
        while (await connection.ReadSomeAsync(Timeout.InfiniteTimeSpan, cancel) is { Length: > 0 } bytes)
        {
            if (!await connection.TrySendAsync(bytes, cancel))
                return;
        }
    }
}
