namespace ConformanceKit.Wire.Http2;

/// <summary>
/// One field line of a field section, a pseudo-header field included (RFC 9113 §8.2, §8.3); each character is one byte.
/// </summary>
/// <param name="Name">The name, as it is on the wire.</param>
/// <param name="Value">The value, as it is on the wire.</param>
public readonly record struct Http2Field(string Name, string Value)
{
    /// <summary>The field line, escaped for people to read.</summary>
    public override string ToString() => $"{ByteText.Escape(Name)}: {ByteText.Escape(Value)}";
}
