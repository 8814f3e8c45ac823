using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Trying;

/// <summary>A request to try: written as method and target and completed here, or the exact bytes of a file.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The request target.</param>
/// <param name="Version">The version.</param>
internal sealed record TriedRequest(string Method, string Target, string Version = "HTTP/1.1")
{
    private const string Write = "write METHOD TARGET, such as \"CONNECT example.test:443\"";

    /// <summary>Field lines that follow Host, without line ends.</summary>
    public IReadOnlyList<string> FieldLines { get; init; } = [];

    /// <summary>What to send instead of a head that is made from the parts; null to make one.</summary>
    public byte[]? Exact { get; init; }

    /// <summary>Whether it requests a tunnel.</summary>
    public bool IsConnect => Method == "CONNECT";

    /// <summary>The host and port that the target names, as written there; null if it names none.</summary>
    public string? Authority => IsConnect ? Target : AuthorityRange is { } range ? Target[range] : null;

    /// <summary>The host alone, without brackets; null if the target names none.</summary>
    public string? Host => Authority is not { } authority ? null
        : authority.LastIndexOf(':') is var colon && colon > authority.LastIndexOf(']') ? authority[..colon].Trim('[', ']')
        : authority.Trim('[', ']');

    /// <summary>The request line.</summary>
    public string Line => $"{Method} {Target} {Version}";

    /// <summary>Reads <c>METHOD TARGET</c>, optionally with a version.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fieldLines">Field lines to add, without line ends.</param>
    /// <exception cref="UsageException">It is something else, or cannot be sent as plain ASCII.</exception>
    public static TriedRequest Parse(string text, IReadOnlyList<string> fieldLines)
    {
        if (fieldLines.Prepend(text).Any(line => line.Any(c => c is < ' ' or > '~')))
        {
            throw new UsageException("The request has a line end or a character that is not ASCII: put its exact bytes into a "
                + "file, and give @FILE.");
        }

        if (fieldLines.FirstOrDefault(line => line.IndexOf(':', StringComparison.Ordinal) < 1) is { } wrong)
            throw new UsageException($"'{wrong}' is not a field line: give NAME: VALUE, or @FILE for exact bytes.");
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts switch
        {
            [var method, var target] => new(method, target) { FieldLines = fieldLines },
            [var method, var target, ['H', 'T', 'T', 'P', '/', ..] version] =>
                new(method, target, version) { FieldLines = fieldLines },
            [_] => throw new UsageException($"'{text}' is only one word: {Write}, in quotes; or @FILE for exact bytes."),
            _ => throw new UsageException($"'{text}' is not a request: {Write}; or @FILE for exact bytes."),
        };
    }

    /// <summary>A request that is sent exactly as it is; whatever its first line says is only used to read the response.</summary>
    /// <param name="bytes">The bytes.</param>
    public static TriedRequest Of(byte[] bytes)
    {
        var parts = Encoding.Latin1.GetString(bytes).Split('\n')[0].TrimEnd('\r').Split(' ');
        return new(parts[0], parts.ElementAtOrDefault(1) ?? "", parts.ElementAtOrDefault(2) ?? "") { Exact = bytes };
    }

    /// <summary>The same request for another host and port.</summary>
    /// <param name="authority">The host and port.</param>
    public TriedRequest For(string authority) => this with
    {
        Target = IsConnect ? authority
            : AuthorityRange is { } range ? $"{Target[..range.Start]}{authority}{Target[range.End..]}" : Target,
    };

    /// <summary>The bytes to send.</summary>
    /// <param name="proxy">The proxy's own host and port: those of a request that names no other (RFC 9112 §3.2).</param>
    public byte[] Bytes(string proxy)
    {
        if (Exact is not null)
            return Exact;
        string[] host = Has("Host") ? [] : [$"Host: {Authority ?? proxy}"];
        return Encoding.Latin1.GetBytes(Requests.Head(Line, [.. host, .. FieldLines]));
    }

    /// <summary>Whether it has a field line with this name.</summary>
    /// <param name="name">The name.</param>
    public bool Has(string name) =>
        FieldLines.Any(line => line.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase));

    // Without userinfo, which has no place in Host (RFC 9110 §4.2.4).
    private Range? AuthorityRange
    {
        get
        {
            var slashes = Target.IndexOf("://", StringComparison.Ordinal);
            if (slashes < 0)
                return null;
            var start = slashes + 3;
            var length = Target.AsSpan(start).IndexOfAny("/?#");
            var end = length < 0 ? Target.Length : start + length;
            return (start + Target.AsSpan(start, end - start).LastIndexOf('@') + 1)..end;
        }
    }
}
