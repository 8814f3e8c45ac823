using System.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Bytes without end: something once, and then the same again and again.</summary>
/// <param name="first">What goes first.</param>
/// <param name="piece">What goes behind it, again and again; empty for nothing.</param>
internal sealed class Pouring(string first, string piece)
{
    private const int AtOnce = 64 * 1024;

    private readonly byte[] _first = Encoding.ASCII.GetBytes(first);
    private readonly byte[] _pieces = Encoding.ASCII.GetBytes(
        string.Concat(Enumerable.Repeat(piece, piece.Length == 0 ? 0 : 1 + (AtOnce / piece.Length))));

    private int _sent;

    /// <summary>What is to be sent next; empty when that is nothing.</summary>
    public ReadOnlySpan<byte> Next => _sent < _first.Length ? _first.AsSpan(_sent) : _pieces.AsSpan(_sent - _first.Length);

    /// <summary>So much of it has been sent.</summary>
    public void Sent(int count)
    {
        _sent += count;
        if (_pieces.Length > 0 && _sent == _first.Length + _pieces.Length)
            _sent = _first.Length;
    }

    /// <summary>From the beginning, on another connection.</summary>
    public void Restart() => _sent = 0;
}
