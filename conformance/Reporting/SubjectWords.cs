namespace ConformanceKit.Reporting;

/// <summary>What is graded, in words: proxies, clients, or both.</summary>
internal static class SubjectWords
{
    /// <summary>The proxies and the clients of a report; only what there is.</summary>
    /// <param name="all">What was graded.</param>
    public static IReadOnlyList<IReadOnlyList<ProxyReport>> ByKind(IReadOnlyList<ProxyReport> all) =>
    [
        .. new IReadOnlyList<ProxyReport>[]
        {
            [.. all.Where(proxy => !proxy.IsClient())],
            [.. all.Where(proxy => proxy.IsClient())],
        }.Where(some => some.Count > 0),
    ];

    /// <summary>One of them: <c>proxy</c>, <c>client</c>, or <c>proxy or client</c>.</summary>
    /// <param name="some">What was graded.</param>
    public static string One(IReadOnlyList<ProxyReport> some) => Choose(some, "proxy", "client", "proxy or client");

    /// <summary>All of them: <c>proxies</c>, <c>clients</c>, or <c>proxies and clients</c>.</summary>
    /// <param name="some">What was graded.</param>
    public static string Many(IReadOnlyList<ProxyReport> some) => Choose(some, "proxies", "clients", "proxies and clients");

    /// <summary>Whatever is said of proxies, of clients, or of both.</summary>
    /// <param name="some">What was graded.</param>
    /// <param name="proxies">What is said if there are only proxies.</param>
    /// <param name="clients">What is said if there are only clients.</param>
    /// <param name="both">What is said if there are both.</param>
    public static string Choose(IReadOnlyList<ProxyReport> some, string proxies, string clients, string both) =>
        ByKind(some) is not [var kind] ? (some.Count == 0 ? proxies : both) : kind[0].IsClient() ? clients : proxies;
}
