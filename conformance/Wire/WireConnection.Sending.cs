using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Wire;

/// <content>Sending.</content>
public sealed partial class WireConnection
{
    private const int SendPiece = 64 * 1024;

    /// <summary>Sends bytes; a small write is one segment.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancel">Cancels the send.</param>
    /// <returns>Completes when the kernel has accepted all of them.</returns>
    /// <exception cref="RequirementBrokenException">
    /// <c>reset-without-reply</c> or <c>reset-early</c>: the peer reset the connection; <c>bytes-timeout</c>: it accepted no
    /// more bytes.
    /// </exception>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel = default)
    {
        if (await TrySendAsync(bytes, cancel))
            return;
        var replied = ReceivedLength > 0 || _transport.HasArrived;
        throw new RequirementBrokenException(
            replied ? ReasonIds.ResetEarly : ReasonIds.ResetWithoutReply,
            $"{Name}: the proxy reset the connection while {bytes.Length} bytes were being sent to it")
        {
            Marks = Ending,
        };
    }

    /// <summary>Sends text in which each character is one byte (ISO 8859-1).</summary>
    /// <param name="latin1">The text.</param>
    /// <param name="cancel">Cancels the send.</param>
    /// <returns>Completes when the kernel has accepted all of it.</returns>
    /// <exception cref="RequirementBrokenException">As with bytes.</exception>
    public Task SendAsync(string latin1, CancellationToken cancel = default) =>
        SendAsync(Encoding.Latin1.GetBytes(latin1), cancel);

    /// <summary>
    /// Sends bytes to a peer that may legitimately reset the connection meanwhile, for instance to refuse a huge head.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancel">Cancels the send.</param>
    /// <returns>False if the peer reset the connection; what it sent earlier can still be read.</returns>
    /// <exception cref="RequirementBrokenException"><c>bytes-timeout</c>: the peer accepted no more bytes.</exception>
    public Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel = default) =>
        TrySendAllAsync(bytes, EndOf(cancel));

    /// <summary>Sends text (ISO 8859-1) to a peer that may legitimately reset the connection meanwhile.</summary>
    /// <param name="latin1">The text.</param>
    /// <param name="cancel">Cancels the send.</param>
    /// <returns>False if the peer reset the connection.</returns>
    public Task<bool> TrySendAsync(string latin1, CancellationToken cancel = default) =>
        TrySendAsync(Encoding.Latin1.GetBytes(latin1), cancel);

    /// <summary>Sends one byte per segment.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="cancel">Cancels the send.</param>
    /// <returns>Completes when the kernel has accepted all of them.</returns>
    /// <exception cref="RequirementBrokenException">As with
    /// <see cref="SendAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</exception>
    public async Task SendBytewiseAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel = default)
    {
        for (var at = 0; at < bytes.Length; at++)
        {
            await SendAsync(bytes.Slice(at, 1), cancel);

            // Otherwise the receiver's kernel would join it with the next byte.
            await _transcript.Uses.UntilAsync(TimeUse.Segment, Task.Delay(_waits.Segment, EndOf(cancel)));
        }
    }

    /// <summary>Sends text (ISO 8859-1), one byte per segment.</summary>
    /// <param name="latin1">The text.</param>
    /// <param name="cancel">Cancels the send.</param>
    /// <returns>Completes when the kernel has accepted all of it.</returns>
    /// <exception cref="RequirementBrokenException">As with
    /// <see cref="SendAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</exception>
    public Task SendBytewiseAsync(string latin1, CancellationToken cancel = default) =>
        SendBytewiseAsync(Encoding.Latin1.GetBytes(latin1), cancel);

    /// <summary>Sends each piece as a separate write, hence a separate segment.</summary>
    /// <param name="pieces">The pieces in order.</param>
    /// <param name="cancel">Cancels the send.</param>
    /// <returns>Completes when the kernel has accepted all of them.</returns>
    /// <exception cref="RequirementBrokenException">As with
    /// <see cref="SendAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</exception>
    public async Task SendPiecesAsync(IEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancel = default)
    {
        foreach (var piece in pieces)
            await SendAsync(piece, cancel);
    }

    /// <summary>Sends each piece of text (ISO 8859-1) as a separate write.</summary>
    /// <param name="pieces">The pieces in order.</param>
    /// <param name="cancel">Cancels the send.</param>
    /// <returns>Completes when the kernel has accepted all of them.</returns>
    /// <exception cref="RequirementBrokenException">As with
    /// <see cref="SendAsync(ReadOnlyMemory{byte}, CancellationToken)"/>.</exception>
    public Task SendPiecesAsync(IEnumerable<string> pieces, CancellationToken cancel = default) =>
        SendPiecesAsync(pieces.Select(piece => (ReadOnlyMemory<byte>)Encoding.Latin1.GetBytes(piece)), cancel);

    /// <summary>
    /// Sends bytes as <see cref="TrySendAsync(ReadOnlyMemory{byte}, CancellationToken)"/> does, but only this token cancels
    /// it: closing a stream sends something even after the scenario is over.
    /// </summary>
    internal async Task<bool> TrySendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_finSent)
            throw new InvalidOperationException($"{Name} has already ended its sending side.");

        while (bytes.Length > 0)
        {
            var piece = bytes[..Math.Min(bytes.Length, SendPiece)];
            if (!await TrySendPieceAsync(piece, cancel))
                return false;
            bytes = bytes[piece.Length..];
        }

        return true;
    }

    private async Task<bool> TrySendPieceAsync(ReadOnlyMemory<byte> piece, CancellationToken cancel)
    {
        if (PeerReset)
            return false;
        // Record it first, or the other side's receipt could precede it in the transcript.
        _recorder.Record(WireEvent.Sent, piece.Span);
        _transcript.Traffic.Send(Name, piece.Length);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(_waits.Reply);
        try
        {
            await _transport.SendAsync(piece, bound.Token);
        }
        catch (WireResetException)
        {
            MarkReset();
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new RequirementBrokenException(
                ReasonIds.BytesTimeout,
                $"{Name}: the proxy accepted no more bytes for {_waits.Reply.TotalSeconds:0.#} s, after {SentLength} bytes")
            {
                Marks = [InVain("the proxy to accept more bytes", _waits.Reply)],
            };
        }

        SentLength += piece.Length;
        return true;
    }
}
