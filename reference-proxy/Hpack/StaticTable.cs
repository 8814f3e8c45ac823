using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Hpack;

/// <summary>The fields that every connection knows from the beginning, with indexes from 1 to 61 (RFC 7541 appendix A).</summary>
internal static class StaticTable
{
    private static readonly FieldLine[] s_fields =
    [
        new(":authority", ""), new(":method", "GET"), new(":method", "POST"), new(":path", "/"), new(":path", "/index.html"),
        new(":scheme", "http"), new(":scheme", "https"), new(":status", "200"), new(":status", "204"), new(":status", "206"),
        new(":status", "304"), new(":status", "400"), new(":status", "404"), new(":status", "500"), new("accept-charset", ""),
        new("accept-encoding", "gzip, deflate"), new("accept-language", ""), new("accept-ranges", ""), new("accept", ""),
        new("access-control-allow-origin", ""), new("age", ""), new("allow", ""), new("authorization", ""),
        new("cache-control", ""), new("content-disposition", ""), new("content-encoding", ""), new("content-language", ""),
        new("content-length", ""), new("content-location", ""), new("content-range", ""), new("content-type", ""),
        new("cookie", ""), new("date", ""), new("etag", ""), new("expect", ""), new("expires", ""), new("from", ""),
        new("host", ""), new("if-match", ""), new("if-modified-since", ""), new("if-none-match", ""), new("if-range", ""),
        new("if-unmodified-since", ""), new("last-modified", ""), new("link", ""), new("location", ""), new("max-forwards", ""),
        new("proxy-authenticate", ""), new("proxy-authorization", ""), new("range", ""), new("referer", ""), new("refresh", ""),
        new("retry-after", ""), new("server", ""), new("set-cookie", ""), new("strict-transport-security", ""),
        new("transfer-encoding", ""), new("user-agent", ""), new("vary", ""), new("via", ""), new("www-authenticate", ""),
    ];

    private static readonly Dictionary<FieldLine, int> s_byField = s_fields.Index()
        .ToDictionary(at => at.Item, at => at.Index + 1);

    private static readonly Dictionary<string, int> s_byName = s_fields.Index().GroupBy(at => at.Item.Name)
        .ToDictionary(same => same.Key, same => same.First().Index + 1, StringComparer.OrdinalIgnoreCase);

    /// <summary>How many fields it has.</summary>
    public static int Count => s_fields.Length;

    /// <summary>The field with that index, which is at least 1.</summary>
    public static FieldLine At(int index) => s_fields[index - 1];

    /// <summary>The index of a field with this name and this value; 0 if there is none.</summary>
    public static int IndexOf(FieldLine field) => s_byField.GetValueOrDefault(field);

    /// <summary>The first index of a field with this name; 0 if there is none.</summary>
    public static int IndexOf(string name) => s_byName.GetValueOrDefault(name);
}
