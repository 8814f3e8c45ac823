namespace ConformanceKit.ReferenceProxy.Recording;

/// <summary>
/// Copies octets with the credentials in them replaced by asterisks: the values of <see cref="SensitiveFields"/>. It follows one
/// direction of a connection, because a line may arrive in portions.
/// </summary>
internal sealed class CredentialMask
{
    // How far the name that is read ends with the beginning of each ending.
    private readonly int[] _matched = new int[SensitiveFields.Endings.Length];

    private bool _lineBegins = true;
    private bool _inName;
    private bool _isSecret;

    /// <summary>A copy of at most <paramref name="most"/> of the octets; all of them are followed.</summary>
    public byte[] Of(ReadOnlySpan<byte> octets, int most)
    {
        var copy = octets[..Math.Min(octets.Length, most)].ToArray();
        for (var at = 0; at < octets.Length; at++)
        {
            if (IsSecret((char)octets[at]) && at < copy.Length)
                copy[at] = (byte)'*';
        }

        return copy;
    }

    private bool IsSecret(char octet)
    {
        if (octet == '\n')
        {
            _lineBegins = true;
            return false;
        }

        // A line that begins with white space goes on with the value of the one before (RFC 9112 §5.2).
        var isSpace = octet is ' ' or '\t' or '\r';
        if (_lineBegins && !isSpace)
        {
            (_inName, _isSecret) = (true, false);
            Array.Clear(_matched);
        }

        _lineBegins = false;

        if (!_inName)
            return _isSecret && !isSpace;
        if (octet == ':')
            (_inName, _isSecret) = (false, IsMatched());
        else if (!isSpace)
            Match(char.ToLowerInvariant(octet));
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

    private void Match(char octet)
    {
        for (var i = 0; i < _matched.Length; i++)
        {
            var ending = SensitiveFields.Endings[i];
            if (_matched[i] == ending.Length || octet != ending[_matched[i]])
                _matched[i] = 0;
            if (octet == ending[_matched[i]])
                _matched[i]++;
        }
    }
}
