namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>Which rows of a diagram lie in a tunnel, and which of those between the ends of TLS.</summary>
internal static class DiagramBands
{
    private const string Tunnel = "u";
    private const string Tls = "x";
    private const string TlsWithProxy = "k";

    /// <summary>For each row, the classes that draw what it lies in; empty outside tunnels.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<DiagramRow> rows)
    {
        var bands = rows.Select(_ => "").ToArray();
        for (var begin = 0; begin < rows.Count; begin++)
        {
            if (!rows[begin].BeginsTunnel)
                continue;

            // 1. The tunnel, from the row after the one with the head that opens it.
            var tunnel = Places(rows, begin, row => row.Tunnel == rows[begin].Tunnel);
            foreach (var place in tunnel.Skip(1))
                bands[place] = Tunnel;

            // 2. TLS in it.
            foreach (var place in Places(rows, begin, row => row.Tunnel == rows[begin].Tunnel && row.HasTls))
                bands[place] = $"{Tunnel} {(rows[begin].TlsEndsAtProxy ? TlsWithProxy : Tls)}";
        }

        return bands;
    }

    // From the first row that belongs to it to the last.
    private static IEnumerable<int> Places(IReadOnlyList<DiagramRow> rows, int begin, Func<DiagramRow, bool> belongs)
    {
        var own = Enumerable.Range(begin, rows.Count - begin).Where(place => belongs(rows[place])).ToList();
        return own.Count == 0 ? [] : Enumerable.Range(own[0], own[^1] - own[0] + 1);
    }
}
