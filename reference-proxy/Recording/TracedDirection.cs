namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>
/// What goes over a connection in one direction: the bytes, without credentials and with bulk transfers summed up.
/// </summary>
/// <param name="connection">The name of the connection.</param>
/// <param name="from">Who sends.</param>
/// <param name="to">Who receives.</param>
/// <param name="reader">Divides the bytes into parts; null to take them as they come.</param>
internal sealed class TracedDirection(string connection, Party from, Party to, IPartReader? reader)
{
    /// <summary>How many bytes of an event are kept.</summary>
    private const int Kept = 16 * 1024;

    // A large piece may begin a bulk transfer; a small one after it is more likely to be its own message, and worth seeing.
    private const int LargePiece = 4096;
    private const int SmallPiece = 512;

    private readonly CredentialMask _mask = new(from == Party.Client);
    private byte[] _first = [];
    private bool _isLarge;
    private string? _series;
    private string _note = "";
    private long _length;
    private int _pieces;

    /// <summary>The parts that are complete with more bytes.</summary>
    public IEnumerable<Part> Parts(ReadOnlySpan<byte> bytes)
    {
        var copy = bytes.ToArray();
        return reader?.Add(copy) ?? [new Part(copy)];
    }

    /// <summary>What is not complete, since nothing more follows.</summary>
    public IEnumerable<Part> Rest() => reader?.Rest() ?? [];

    /// <summary>Adds a part to the bulk transfer that it continues; returns false if there is none.</summary>
    public bool Takes(Part part)
    {
        var belongs = part.Note.Length == 0
            ? _isLarge && part.Bytes.Length >= SmallPiece
            : part.Series is not null && part.Series == _series;
        if (!belongs)
            return false;
        var masked = _mask.Of(part.Bytes.Span, Kept);
        if (_pieces == 0)
            (_first, _note) = (masked, part.Note);
        _length += part.Bytes.Length;
        _pieces++;
        return true;
    }

    /// <summary>The event for a part outside a bulk transfer, or for its first piece.</summary>
    public ExchangeEvent Event(TimeSpan at, Part part)
    {
        (_isLarge, _series) = (part.Note.Length == 0 && part.Bytes.Length >= LargePiece, part.Series);
        return new(at, connection, from, to, ExchangeKind.Bytes, _mask.Of(part.Bytes.Span, Kept), part.Bytes.Length, part.Note);
    }

    /// <summary>The event for everything that was added.</summary>
    public ExchangeEvent EndBulk(TimeSpan at)
    {
        var note = _pieces == 1 ? _note : _series is null ? $"in {_pieces} reads" : $"{_series}, in {_pieces} frames";
        var bulk = new ExchangeEvent(at, connection, from, to, ExchangeKind.Bytes, _first, _length, note);
        (_first, _isLarge, _series, _note, _length, _pieces) = ([], false, null, "", 0, 0);
        return bulk;
    }
}
