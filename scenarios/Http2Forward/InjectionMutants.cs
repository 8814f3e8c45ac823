using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.Http2Forward;

/// <summary>Proxies that put a request in HTTP/1 together from parts that they have not looked at.</summary>
internal static partial class InjectionMutants
{
    [Mutant("reads-scheme-authority-and-path-as-one-uri", "puts :scheme, :authority and :path together, and reads that as a URI")]
    [Kills("h2-forward/scheme-injection", ReasonIds.OriginContacted)]
    [Kills("h2-forward/authority-injection/space", ReasonIds.OriginContacted)]
    [Kills("h2-forward/authority-injection/uri", ReasonIds.OriginContacted)]
    public static Flaw ReadsOneUri() => Broken().RequestFields(fields =>
    {
        if (fields is not { Method: not null, IsConnect: false } || fields.Value(":path") is not ['/', ..] path
            || path.Contains(' ', StringComparison.Ordinal))
        {
            return;
        }

        var uri = FirstUri().Match($"{fields.Value(":scheme")}://{fields.Value(":authority")}{path}");
        if (!uri.Success)
            return;
        fields.Set(":scheme", "http");
        fields.Set(":authority", uri.Groups["authority"].Value);
        fields.Set(":path", $"/{uri.Groups["path"].Value}");
    });

    [Mutant("copies-the-authority", "dials the first line of :authority, and copies all of it into Host")]
    [Kills("h2-forward/authority-injection/crlf", ReasonIds.OriginContacted)]
    public static Flaw CopiesTheAuthority() => Copying(":authority", value => value.Split('\r')[0], (head, value) =>
        head.Set("Host", value));

    [Mutant("copies-the-path", "copies :path into the request line, whatever it is")]
    [Kills("h2-forward/path-injection", ReasonIds.OriginContacted)]
    public static Flaw CopiesThePath() => Copying(":path", _ => "/x", (head, value) => head.Target = value);

    [Mutant("copies-the-method", "copies :method into the request line, whatever it is")]
    [Kills("h2-forward/method-injection", ReasonIds.OriginContacted)]
    public static Flaw CopiesTheMethod() => Copying(":method", _ => "GET", (head, value) => head.Method = value);

    [Mutant("copies-field-lines", "copies fields into HTTP/1 whose names or values have a line end or a colon")]
    [Kills("h2-forward/value-crlf", ReasonIds.OriginContacted)]
    [Kills("h2-forward/name-colon", ReasonIds.OriginContacted)]
    [Related("h2/field-names/*", "h2/field-values/*")]
    public static Flaw CopiesFieldLines()
    {
        Http2Field? odd = null;
        return Broken()
            .RequestFields(fields =>
            {
                foreach (var field in fields.Lines.Where(IsOdd))
                    odd = field;
                fields.Remove(IsOdd);
            })
            .Forwarded(head =>
            {
                if (odd is { } field)
                    head.Add($"{field.Name}: {field.Value}");
            });

        static bool IsOdd(Http2Field field) => field.Name[0] != ':'
            && (field.Name.AsSpan().ContainsAny(":\r\n") || field.Value.AsSpan().ContainsAny('\r', '\n'));
    }

    // The reference gets something harmless in its place.
    private static Flaw Copying(string name, Func<string, string> harmless, Action<Head, string> copy)
    {
        string? odd = null;
        return Broken()
            .RequestFields(fields =>
            {
                if (fields.Value(name) is not { } value || !(value.Contains(' ', StringComparison.Ordinal)
                    || value.Contains("://", StringComparison.Ordinal)))
                {
                    return;
                }

                odd = value;
                fields.Set(name, harmless(value));
            })
            .Forwarded(head =>
            {
                if (odd is not null)
                    copy(head, odd);
            });
    }

    [GeneratedRegex(@"^(http://)+(?<authority>[^/?#\r\n\t ]+)/(?<path>[^\r\n\t ]*)")]
    private static partial Regex FirstUri();
}
