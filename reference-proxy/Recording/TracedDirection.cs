namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>
/// What goes over a connection in one direction: the bytes, without credentials and with bulk transfers summed up.
/// </summary>
internal sealed class TracedDirection(string connection, Party from, Party to)
{
    /// <summary>How many bytes of an event are kept.</summary>
    private const int Kept = 16 * 1024;

    // A large piece may begin a bulk transfer; a small one after it is more likely to be its own message, and worth seeing.
    private const int LargePiece = 4096;
    private const int SmallPiece = 512;

    private readonly CredentialMask _mask = new(from == Party.Client);
    private byte[] _first = [];
    private bool _large;
    private long _length;
    private int _pieces;

    /// <summary>Adds the bytes to the bulk transfer that they continue; returns false if there is none.</summary>
    public bool Takes(ReadOnlySpan<byte> bytes)
    {
        if (!_large || bytes.Length < SmallPiece)
            return false;
        var masked = _mask.Of(bytes, Kept);
        if (_pieces == 0)
            _first = masked;
        _length += bytes.Length;
        _pieces++;
        return true;
    }

    /// <summary>The event for bytes outside a bulk transfer, or for its first piece.</summary>
    public ExchangeEvent Event(TimeSpan at, ReadOnlySpan<byte> bytes)
    {
        _large = bytes.Length >= LargePiece;
        return new(at, connection, from, to, ExchangeKind.Bytes, _mask.Of(bytes, Kept), bytes.Length, "");
    }

    /// <summary>The event for everything that was added.</summary>
    public ExchangeEvent EndBulk(TimeSpan at)
    {
        var note = _pieces > 1 ? $"in {_pieces} reads" : "";
        var bulk = new ExchangeEvent(at, connection, from, to, ExchangeKind.Bytes, _first, _length, note);
        (_first, _large, _length, _pieces) = ([], false, 0, 0);
        return bulk;
    }
}
