namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>Which rows of a diagram lie in a tunnel, and which of those between the ends of TLS.</summary>
internal static class DiagramBands
{
    private const string Tunnel = "u";
    private const string Tls = "x";
    private const string TlsWithProxy = "p";
    private const string TlsOfClient = "k";
    private const string TlsOfOrigin = "m";

    /// <summary>For each row, the classes that draw what it lies in; empty outside tunnels and TLS with the proxy.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<DiagramRow> rows)
    {
        var bands = rows.Select(_ => "").ToArray();
        Add(bands, Places(rows, 0, row => row.IsTlsWithProxy), TlsWithProxy);
        for (var begin = 0; begin < rows.Count; begin++)
        {
            if (!rows[begin].BeginsTunnel)
                continue;

            // 1. The tunnel, from the row after the one with the head that opens it.
            Add(bands, Places(rows, begin, row => row.Tunnel == rows[begin].Tunnel).Skip(1), Tunnel);

            // 2. TLS in it: one from end to end, or one on each side of a proxy that intercepts it.
            var tls = rows.Where(row => row.Tunnel == rows[begin].Tunnel && row.HasTls).ToHashSet();
            if (!rows[begin].TlsEndsAtProxy)
            {
                Add(bands, Places(rows, begin, tls.Contains), Tls);
            }
            else
            {
                Add(bands, Places(rows, begin, row => tls.Contains(row) && row.IsOnClientSide), TlsOfClient);
                Add(bands, Places(rows, begin, row => tls.Contains(row) && !row.IsOnClientSide), TlsOfOrigin);
            }
        }

        return bands;
    }

    private static void Add(string[] bands, IEnumerable<int> places, string band)
    {
        foreach (var place in places.Where(place => !bands[place].Split(' ').Contains(band)))
            bands[place] = $"{bands[place]} {band}".TrimStart(' ');
    }

    // From the first row that belongs to it to the last.
    private static IEnumerable<int> Places(IReadOnlyList<DiagramRow> rows, int begin, Func<DiagramRow, bool> belongs)
    {
        var own = Enumerable.Range(begin, rows.Count - begin).Where(place => belongs(rows[place])).ToList();
        return own.Count == 0 ? [] : Enumerable.Range(own[0], own[^1] - own[0] + 1);
    }
}
