using System.Buffers;
using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Connect;

/// <summary>Why one direction of a tunnel ended.</summary>
internal enum CopyEnd
{
    /// <summary>The source sent FIN, and everything before it has been passed on, FIN included.</summary>
    Finished,

    /// <summary>The source sent RST.</summary>
    SourceReset,

    /// <summary>The destination no longer takes anything.</summary>
    DestinationReset,

    /// <summary>The tunnel was ended from outside this direction.</summary>
    Stopped,
}

/// <summary>One direction of a tunnel: what arrives at the source is sent to the destination, unread (RFC 9110 §9.3.6).</summary>
internal sealed class OneWayCopy(TcpConnection source, TcpConnection destination, Activity activity)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>How many octets have been passed on.</summary>
    public long Octets { get; private set; }

    /// <summary>Copies until the source ends.</summary>
    /// <param name="early">What was received before the tunnel began; it goes first.</param>
    /// <param name="cancel">Ends the copy.</param>
    public async Task<CopyEnd> RunAsync(ReadOnlyMemory<byte> early, CancellationToken cancel)
    {
        var side = CopyEnd.DestinationReset;
        try
        {
            // 1. What came with the head.
            await SendAsync(early, cancel);

            while (true)
            {
                // 2. Wait without a buffer: an idle tunnel holds no memory for data it does not have.
                side = CopyEnd.SourceReset;
                await source.ReceiveAsync(Memory<byte>.Empty, cancel);

                // 3. Pass on what is there, as long as there is more than a buffer holds.
                var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
                try
                {
                    int count;
                    do
                    {
                        side = CopyEnd.SourceReset;
                        count = await source.ReceiveAsync(buffer, cancel);
                        side = CopyEnd.DestinationReset;
                        await SendAsync(buffer.AsMemory(0, count), cancel);
                    }
                    while (count == buffer.Length);

                    // 4. FIN is passed on as FIN; the other direction goes on.
                    if (count == 0)
                    {
                        destination.Finish();
                        return CopyEnd.Finished;
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }
        }
        catch (SocketException)
        {
            return side;
        }
        catch (OperationCanceledException)
        {
            return CopyEnd.Stopped;
        }
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancel)
    {
        await destination.SendAllAsync(octets, cancel);
        Octets += octets.Length;
        activity.Touch();
    }
}
