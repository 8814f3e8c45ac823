namespace ConformanceKit.Wire;

/// <summary>The types of a bare item in a structured field (RFC 9651 §3.3).</summary>
public enum StructuredType
{
    /// <summary>An integer of at most 15 digits.</summary>
    WholeNumber,

    /// <summary>A number with at most 12 digits before and 3 after the point.</summary>
    DecimalNumber,

    /// <summary>A quoted string of printable ASCII.</summary>
    QuotedString,

    /// <summary>A token.</summary>
    Token,

    /// <summary>Base64 between colons.</summary>
    ByteSequence,

    /// <summary><c>?0</c> or <c>?1</c>; also a parameter without a value.</summary>
    Boolean,

    /// <summary>Seconds since 1970, after an <c>@</c>.</summary>
    Date,

    /// <summary>A percent-encoded Unicode string.</summary>
    DisplayString,
}

/// <summary>A bare item of a structured field.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Text">Its content, without quotes, colons and string escapes.</param>
public sealed record StructuredValue(StructuredType Type, string Text);

/// <summary>A member of a structured list: a bare item with its parameters.</summary>
/// <param name="Value">The bare item.</param>
/// <param name="Parameters">Its parameters by key; if a key occurs twice, the last one wins.</param>
public sealed record StructuredItem(StructuredValue Value, IReadOnlyDictionary<string, StructuredValue> Parameters)
{
    /// <summary>Reads a list of items (RFC 9651 §4.2.1), strictly. An inner list is not an item.</summary>
    /// <param name="field">The field's value, its lines joined by a comma.</param>
    /// <returns>The members; none if the value is empty.</returns>
    /// <exception cref="FormatException">It is not such a list; the message says where and why.</exception>
    public static IReadOnlyList<StructuredItem> ParseList(string field) => new StructuredParser(field).List();
}
