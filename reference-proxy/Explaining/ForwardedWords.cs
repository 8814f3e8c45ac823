namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>The words for what a proxy leaves out of a request that it forwards, and what it adds.</summary>
internal static class ForwardedWords
{
    private static readonly string[] s_hopByHop =
        ["Connection", "Proxy-Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade"];

    /// <summary>Compares the request with the client's.</summary>
    public static IEnumerable<Remark> Of(MessagePart.RequestHead forwarded, MessagePart.RequestHead original)
    {
        // 1. Fields that concern the client's connection only.
        var gone = s_hopByHop.Concat(original.Fields.Members("Connection")).Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => original.Fields.Has(name) && !forwarded.Fields.Has(name)).ToList();
        if (gone.Count > 0)
        {
            yield return new(
                $"without {string.Join(" and ", gone)}, meant for the client's connection only", "RFC 9110 §7.6.1", "");
        }

        // 2. Credentials for the proxy.
        if (original.Fields.Has("Proxy-Authorization") && !forwarded.Fields.Has("Proxy-Authorization"))
            yield return new("without the credentials, meant for the proxy", "RFC 9110 §11.7.2", "");

        // 3. The proxy's own mark.
        if (forwarded.Fields.Values("Via").Count > original.Fields.Values("Via").Count)
            yield return new("with its own Via", "RFC 9110 §7.6.3", "");
    }
}
