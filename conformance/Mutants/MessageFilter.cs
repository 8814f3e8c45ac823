using System.Buffers;
using ConformanceKit.Wire;

namespace ConformanceKit.Mutants;

/// <summary>What follows a head on its leg.</summary>
internal enum Following
{
    /// <summary>A body, then the next head.</summary>
    Body,

    /// <summary>A tunnel.</summary>
    Tunnel,

    /// <summary>Bytes about which nothing is known.</summary>
    Unknown,
}

/// <summary>
/// Splits a leg into heads, bodies and, in the end, a tunnel, and lets a flaw change each. A head is held back until it is
/// complete; bytes that do not look like a head are passed on unchanged.
/// </summary>
/// <param name="next">The next step for heads, and for bytes of unknown kind.</param>
/// <param name="body">The next step for bodies.</param>
/// <param name="tunnel">The next step once there is a tunnel.</param>
/// <param name="onHead">Changes a head, and returns what follows it.</param>
internal sealed class MessageFilter(
    ByteSink next, ByteSink body, ByteSink tunnel, Func<Head, Task<(Following Following, BodyFraming Framing)>> onHead)
        : ByteFilter(next)
{
    private const int LongestHead = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _held = new();
    private int _scanned;
    private BodyScanner? _scanner;
    private bool _isDropped;
    private bool _isRaw;

    /// <summary>Whether the leg has become a tunnel.</summary>
    public bool IsTunnel { get; set; }

    /// <inheritdoc/>
    internal override bool IsHolding => _held.WrittenCount > 0;

    /// <inheritdoc/>
    public override async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (IsTunnel || _isRaw)
            {
                await (IsTunnel ? tunnel : Next).SendAsync(bytes);
                return;
            }
            bytes = _scanner is null ? await TakeHeadAsync(bytes) : await TakeBodyAsync(bytes, _scanner);
        }
    }

    /// <inheritdoc/>
    public override async Task FinishAsync()
    {
        await ReleaseAsync();
        await (IsTunnel ? tunnel : Next).FinishAsync();
    }

    /// <inheritdoc/>
    public override Task ResetAsync() => (IsTunnel ? tunnel : Next).ResetAsync();

    /// <inheritdoc/>
    internal override async Task ReleaseAsync()
    {
        if (!IsHolding)
            return;
        _isRaw = true;
        var bytes = _held.WrittenSpan.ToArray();
        _held.Clear();
        await Next.SendAsync(bytes);
    }

    private async Task<ReadOnlyMemory<byte>> TakeHeadAsync(ReadOnlyMemory<byte> bytes)
    {
        // 1. Collect bytes until the head is complete.
        _held.Write(bytes.Span);
        _scanned = Math.Max(_scanned, MessageHead.LeadingEmptyLines(_held.WrittenSpan));
        var end = MessageHead.FindEnd(_held.WrittenSpan, ref _scanned);
        if (end < 0)
        {
            if (!MayBeHead(_held.WrittenSpan))
                await ReleaseAsync();
            return default;
        }
        var head = Head.Of(_held.WrittenSpan[..end]);
        var rest = _held.WrittenSpan[end..].ToArray();
        _held.Clear();
        _scanned = 0;

        // 2. Let the flaw change it.
        var (following, framing) = await onHead(head);
        _isDropped = head.Text.Length == 0;
        if (!_isDropped)
            await Next.SendAsync(head.ToBytes());

        // 3. Prepare for what follows.
        IsTunnel = following == Following.Tunnel;
        _isRaw = following == Following.Unknown;
        _scanner = new(framing);
        if (_scanner.IsComplete)
            _scanner = null;
        return rest;
    }

    private async Task<ReadOnlyMemory<byte>> TakeBodyAsync(ReadOnlyMemory<byte> bytes, BodyScanner scanning)
    {
        var count = scanning.Take(bytes.Span);
        if (scanning.IsComplete)
            _scanner = null;
        if (!_isDropped)
            await body.SendAsync(bytes[..count]);
        return bytes[count..];
    }

    private static bool MayBeHead(ReadOnlySpan<byte> bytes)
    {
        var start = bytes.TrimStart("\r\n"u8);
        return bytes.Length < LongestHead && (start.IsEmpty || start[0] is > (byte)' ' and < 0x7f);
    }
}
