namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>
/// Copies bytes with credentials replaced by asterisks: the values of <see cref="SensitiveFields"/>, the password of SOCKS5, and
/// the field blocks of HTTP/2.
/// A mask follows one direction of a connection, because a line may arrive in pieces.
/// </summary>
/// <param name="fromClient">Whether it is a client's direction, which may begin with SOCKS5.</param>
internal sealed class CredentialMask(bool fromClient)
{
    private readonly SocksMask? _socks = fromClient ? new() : null;
    private readonly FieldBlockMask _fields = new(fromClient);

    // For each ending: how many of its characters the name read so far ends with.
    private readonly int[] _matched = new int[SensitiveFields.Endings.Length];

    private bool _lineBegins = true;
    private bool _inName;
    private bool _isSecret;

    /// <summary>Returns a masked copy of the first <paramref name="most"/> bytes; all of them are scanned.</summary>
    public byte[] Of(ReadOnlySpan<byte> bytes, int most)
    {
        var copy = bytes[..Math.Min(bytes.Length, most)].ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            // All see every byte: after SOCKS5, a tunnel may carry HTTP.
            var isSecret = IsSecret((char)bytes[at]) | _socks?.IsSecret(bytes[at]) == true | _fields.IsSecret(bytes[at]);
            if (isSecret && at < copy.Length)
                copy[at] = (byte)'*';
        }

        return copy;
    }

    private bool IsSecret(char b)
    {
        if (b == '\n')
        {
            _lineBegins = true;
            return false;
        }

        // A line that begins with whitespace continues the value of the line before (RFC 9112 §5.2).
        var isSpace = b is ' ' or '\t' or '\r';
        if (_lineBegins && !isSpace)
        {
            (_inName, _isSecret) = (true, false);
            Array.Clear(_matched);
        }

        _lineBegins = false;

        if (!_inName)
            return _isSecret && !isSpace;
        if (b == ':')
            (_inName, _isSecret) = (false, IsMatched());
        else if (!isSpace)
            Match(char.ToLowerInvariant(b));
        return false;
    }

    private bool IsMatched()
    {
        for (var i = 0; i < _matched.Length; i++)
        {
            if (_matched[i] == SensitiveFields.Endings[i].Length)
                return true;
        }

        return false;
    }

    private void Match(char b)
    {
        for (var i = 0; i < _matched.Length; i++)
        {
            var ending = SensitiveFields.Endings[i];
            if (_matched[i] == ending.Length || b != ending[_matched[i]])
                _matched[i] = 0;
            if (b == ending[_matched[i]])
                _matched[i]++;
        }
    }
}
