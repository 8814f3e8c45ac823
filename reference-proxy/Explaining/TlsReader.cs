namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// Reads what is written in the presentation language of TLS (RFC 8446 §3): numbers, and vectors with their length in front.
/// Whatever reaches beyond the end is not read.
/// </summary>
/// <param name="bytes">The bytes.</param>
internal ref struct TlsReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether everything has been read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads that many bytes.</summary>
    public bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        if (count > _rest.Length)
        {
            taken = default;
            return false;
        }

        taken = _rest[..count];
        _rest = _rest[count..];
        return true;
    }

    /// <summary>Reads a number of one to three bytes.</summary>
    public bool TryNumber(int size, out int number)
    {
        number = 0;
        if (!TryTake(size, out var digits))
            return false;
        foreach (var digit in digits)
            number = (number << 8) | digit;
        return true;
    }

    /// <summary>Reads a vector: its length, in that many bytes, and its content.</summary>
    public bool TryVector(int sizeOfLength, out ReadOnlySpan<byte> content)
    {
        content = default;
        return TryNumber(sizeOfLength, out var length) && TryTake(length, out content);
    }
}
