using System.Buffers;
using System.Net.Sockets;

namespace ConformanceKit.Mutants;

/// <summary>
/// Moves one leg's bytes from a connection into a sink as they arrive, FIN as FIN and RST as RST; it holds at most one buffer.
/// </summary>
internal static class LegRelay
{
    private const int BufferSize = 64 * 1024;

    // How long held-back bytes wait for the byte that completes them, such as the last one of a head.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs until the source has ended or the sink accepts nothing more.</summary>
    /// <returns>Whether the source has ended; false if the sink's receiver is gone, which the source does not know.</returns>
    public static async Task<bool> RunAsync(Socket source, ByteSink sink)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (await ReceiveAsync(source, buffer, sink) is { } count)
            {
                // 1. Pass FIN on as FIN; the other direction is not affected.
                if (count == 0)
                {
                    await sink.FinishAsync();
                    return true;
                }

                // 2. Pass the bytes on, as long as there is a receiver.
                try
                {
                    await sink.SendAsync(buffer.AsMemory(0, count));
                }
                catch (Exception end) when (IsEnd(end))
                {
                    return false;
                }
            }

            // 3. Pass RST on as RST.
            await sink.ResetAsync();
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Whether a failure only means that a connection has ended.</summary>
    public static bool IsEnd(Exception failure) => failure is SocketException or ObjectDisposedException;

    /// <summary>How many bytes arrived; 0 for FIN, null for RST.</summary>
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
