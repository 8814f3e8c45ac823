using System.Buffers;
using System.Net.Sockets;

namespace ConformanceKit.Mutants;

/// <summary>Moves one leg's bytes from a connection into a sink as they come: FIN as FIN, RST as RST, and never more than one
/// buffer of them.</summary>
internal static class LegRelay
{
    private const int BufferSize = 64 * 1024;

    // How long what is held back waits for the byte that completes it, such as the last of a head.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs until the source has ended or the sink takes nothing more.</summary>
    /// <returns>Whether the source has ended; false where the sink's receiver is gone, of which the source is not told
    /// yet.</returns>
    public static async Task<bool> RunAsync(Socket source, ByteSink sink)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await ReceiveAsync(source, buffer, sink) is { } count)
            {
                // 1. FIN goes on as FIN; the other direction is not concerned.
                if (count == 0)
                {
                    await sink.FinishAsync();
                    return true;
                }

                // 2. They go on, as long as somebody receives them.
                try
                {
                    await sink.SendAsync(buffer.AsMemory(0, count));
                }
                catch (Exception end) when (IsEnd(end))
                {
                    return false;
                }
            }

            // 3. RST goes on as RST.
            await sink.ResetAsync();
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether a failure means no more than that a connection has ended.</summary>
    public static bool IsEnd(Exception failure) => failure is SocketException or ObjectDisposedException;

    /// <summary>How many bytes came, 0 for FIN, null for RST.</summary>
    private static async Task<int?> ReceiveAsync(Socket source, byte[] buffer, ByteSink sink)
    {
        try
        {
            var receiving = source.ReceiveAsync(buffer.AsMemory(), SocketFlags.None);
            if (receiving.IsCompleted || !sink.IsHolding)
                return await receiving;

            var received = receiving.AsTask();
            if (await Task.WhenAny(received, Task.Delay(s_patience)) != received)
                await sink.ReleaseAsync();
            return await received;
        }
        catch (Exception end) when (IsEnd(end))
        {
            return null;
        }
    }
}
