using System.Net.Sockets;

namespace ConformanceKit.Mutants;

/// <summary>The end of a leg: a connection.</summary>
internal sealed class SocketSink(Socket socket) : ByteSink
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;

    /// <summary>Whether the end of the leg has been passed on, so that the connection may be closed.</summary>
    public bool HasEnded { get; private set; }

    /// <inheritdoc/>
    public override Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        // One at a time, because a flaw may be sending something itself.
        lock (_gate)
            return _last = SendAfterAsync(_last, bytes);
    }

    /// <inheritdoc/>
    public override Task FinishAsync()
    {
        HasEnded = true;
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (LegRelay.IsEnd(gone))
        {
            // The receiver is already gone, so it does not need the FIN.
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task ResetAsync()
    {
        HasEnded = true;
        socket.Close(timeout: 0); // no linger: RST
        return Task.CompletedTask;
    }

    private async Task SendAfterAsync(Task before, ReadOnlyMemory<byte> bytes)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
    }
}
