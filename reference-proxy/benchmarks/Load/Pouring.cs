using System.Text;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Endless bytes: something once, and then the same piece over and over.</summary>
/// <param name="first">What is sent first.</param>
/// <param name="piece">What is sent after it, over and over; empty for nothing.</param>
internal sealed class Pouring(string first, string piece)
{
    private const int AtOnce = 64 * 1024;

    private readonly byte[] _first = Encoding.ASCII.GetBytes(first);
    private readonly byte[] _pieces = Encoding.ASCII.GetBytes(
        string.Concat(Enumerable.Repeat(piece, piece.Length == 0 ? 0 : 1 + (AtOnce / piece.Length))));

    private int _sent;

    /// <summary>The bytes to send next; empty if there are none.</summary>
    public ReadOnlySpan<byte> Next => _sent < _first.Length ? _first.AsSpan(_sent) : _pieces.AsSpan(_sent - _first.Length);

    /// <summary>Records how many of them have been sent.</summary>
    public void Sent(int count)
    {
        _sent += count;
        if (_pieces.Length > 0 && _sent == _first.Length + _pieces.Length)
            _sent = _first.Length;
    }

    /// <summary>Starts from the beginning, on another connection.</summary>
    public void Restart() => _sent = 0;
}
