using System.Text;

namespace ConformanceKit.Wire;

/// <summary>The parsing algorithms of RFC 9651 §4.2, as far as lists of items need them.</summary>
internal sealed class StructuredParser(string source)
{
    private int _at;

    private char Next => _at < source.Length ? source[_at] : '\0';

    /// <summary>The whole field as a list (§4.2, §4.2.1).</summary>
    public List<StructuredItem> List()
    {
        var members = new List<StructuredItem>();
        Skip(' ');
        while (_at < source.Length)
        {
            members.Add(Item());
            SkipWhitespace();
            if (_at == source.Length)
                break;
            Expect(',');
            SkipWhitespace();
            if (_at == source.Length)
                throw Wrong("a list cannot end with a comma");
        }

        return members;
    }

    private StructuredItem Item()
    {
        // 1. The bare item.
        var value = BareItem();

        // 2. Its parameters (§4.2.3.2). No space is allowed before the semicolon.
        var parameters = new Dictionary<string, StructuredValue>(StringComparer.Ordinal);
        while (Next == ';')
        {
            _at++;
            Skip(' ');
            var key = Key();
            if (Next == '=')
                _at++;
            parameters[key] = source[_at - 1] == '=' ? BareItem() : new(StructuredType.Boolean, "1");
        }

        return new(value, parameters);
    }

    private string Key()
    {
        var start = _at;
        if (!char.IsAsciiLetterLower(Next) && Next != '*')
            throw Wrong("a key begins with a lower-case letter or *");
        while (char.IsAsciiLetterLower(Next) || char.IsAsciiDigit(Next) || Next is '_' or '-' or '.' or '*')
            _at++;
        return source[start.._at];
    }

    private StructuredValue BareItem() => Next switch
    {
        '"' => new(StructuredType.QuotedString, QuotedString()),
        ':' => new(StructuredType.ByteSequence, ByteSequence()),
        '?' => new(StructuredType.Boolean, Boolean()),
        '@' => new(StructuredType.Date, Date()),
        '%' => new(StructuredType.DisplayString, DisplayString()),
        '-' or (>= '0' and <= '9') => Number(),
        var c when char.IsAsciiLetter(c) || c == '*' => new(StructuredType.Token, Token()),
        _ => throw Wrong("no item starts here"),
    };

    private string Token()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Next) || (Next != '\0' && "!#$%&'*+-.^_`|~:/".Contains(Next, StringComparison.Ordinal)))
            _at++;
        return source[start.._at];
    }

    private string QuotedString()
    {
        var text = new StringBuilder();
        for (_at++; Next != '"'; _at++)
        {
            if (Next is < ' ' or > '~')
                throw Wrong("a string contains only printable ASCII and ends with a quote");
            if (Next == '\\' && _at + 1 < source.Length && source[++_at] is not ('"' or '\\'))
                throw Wrong("only a quote or a backslash can be escaped");
            text.Append(Next);
        }

        _at++;
        return text.ToString();
    }

    private StructuredValue Number()
    {
        var start = _at;
        if (Next == '-')
            _at++;
        var whole = Digits();
        if (Next != '.')
        {
            return whole is >= 1 and <= 15
                ? new(StructuredType.WholeNumber, source[start.._at])
                : throw Wrong("an integer has 1 to 15 digits");
        }

        _at++;
        return whole is >= 1 and <= 12 && Digits() is >= 1 and <= 3
            ? new(StructuredType.DecimalNumber, source[start.._at])
            : throw Wrong("a decimal has 1 to 12 digits before the point and 1 to 3 after");
    }

    private int Digits()
    {
        var start = _at;
        while (char.IsAsciiDigit(Next))
            _at++;
        return _at - start;
    }

    private string ByteSequence()
    {
        var end = source.IndexOf(':', _at + 1);
        var base64 = end < 0 ? throw Wrong("a byte sequence ends with a colon") : source[(_at + 1)..end];
        if (!base64.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=')
            || !Convert.TryFromBase64String(base64, new byte[base64.Length], out _))
        {
            throw Wrong("this is not base64");
        }

        _at = end + 1;
        return base64;
    }

    private string Boolean()
    {
        _at++;
        return Next is '0' or '1' ? source[_at++].ToString() : throw Wrong("a boolean is ?0 or ?1");
    }

    private string Date()
    {
        _at++;
        return (Next == '-' || char.IsAsciiDigit(Next)) && Number() is { Type: StructuredType.WholeNumber } seconds
            ? seconds.Text
            : throw Wrong("a date is @ and an integer");
    }

    private string DisplayString()
    {
        var start = _at += 2;
        if (start > source.Length || source[start - 1] != '"')
            throw Wrong("a display string begins with %\"");
        for (; Next != '"'; _at++)
        {
            if (Next is < ' ' or > '~')
                throw Wrong("a display string contains only printable ASCII and ends with a quote");
            if (Next == '%' && !(_at + 2 < source.Length && IsLowerHex(source[_at + 1]) && IsLowerHex(source[_at + 2])))
                throw Wrong("% must be followed by two lower-case hexadecimal digits");
        }

        return source[start.._at++];
    }

    private static bool IsLowerHex(char c) => char.IsAsciiHexDigitLower(c);

    private void Expect(char expected)
    {
        if (Next != expected)
            throw Wrong($"expected '{expected}'");
        _at++;
    }

    private void Skip(char skipped)
    {
        while (Next == skipped)
            _at++;
    }

    private void SkipWhitespace()
    {
        while (Next is ' ' or '\t')
            _at++;
    }

    private FormatException Wrong(string why) => new($"at position {_at + 1} of \"{ByteText.Escape(source)}\": {why}");
}
