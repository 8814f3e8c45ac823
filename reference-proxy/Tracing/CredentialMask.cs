namespace ConformanceKit.ReferenceProxy.Tracing;

/// <summary>
/// Copies octets with the credentials in them replaced by asterisks: the value of every field whose name ends with
/// Authorization. It follows one direction of a connection, because a line may arrive in portions.
/// </summary>
internal sealed class CredentialMask
{
    private const string Secret = "authorization";

    private bool _lineBegins = true;
    private bool _inName;
    private bool _isSecret;
    private int _matched;

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
            (_inName, _isSecret, _matched) = (true, false, 0);
        _lineBegins = false;

        if (!_inName)
            return _isSecret && !isSpace;
        if (octet == ':')
            (_inName, _isSecret) = (false, _matched == Secret.Length);
        else if (!isSpace)
            Match(char.ToLowerInvariant(octet));
        return false;
    }

    private void Match(char octet)
    {
        if (_matched == Secret.Length || octet != Secret[_matched])
            _matched = 0;
        if (octet == Secret[_matched])
            _matched++;
    }
}
