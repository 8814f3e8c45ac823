namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>
/// Recognises the field blocks of HTTP/2 (RFC 9113 §4.1, §6.2, §6.10). They are compressed, and no byte of them can be said to be
/// a credential or not: a trace has none, but the decoded fields.
/// </summary>
/// <param name="fromClient">Whether it is a client's direction, which begins with the preface.</param>
internal sealed class FieldBlockMask(bool fromClient)
{
    private const int HeaderSize = 9;
    private const byte Headers = 0x1;
    private const byte Settings = 0x4;
    private const byte Continuation = 0x9;

    private readonly byte[] _header = new byte[HeaderSize];
    private bool _isOther;
    private bool _hasBegun;
    private int _preface = fromClient ? 0 : Preface.Length;
    private int _read;
    private int _left;

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Takes the next byte; says whether it belongs to a field block.</summary>
    public bool IsSecret(byte one)
    {
        // 1. Is it HTTP/2 at all?
        if (_isOther)
            return false;
        if (_preface < Preface.Length)
        {
            _isOther = one != Preface[_preface++];
            return false;
        }

        // 2. A frame's header, then its payload.
        if (_left == 0)
        {
            ReadHeader(one);
            return false;
        }

        if (--_left == 0)
            _read = 0;
        return _header[3] is Headers or Continuation;
    }

    private void ReadHeader(byte one)
    {
        _header[_read++] = one;
        if (_read < HeaderSize)
            return;
        _left = (_header[0] << 16) | (_header[1] << 8) | _header[2];
        _isOther = !_hasBegun && _header[3] != Settings;
        _hasBegun = true;
        if (_left == 0)
            _read = 0;
    }
}
