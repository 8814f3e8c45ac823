namespace ConformanceKit.Reporting;

/// <summary>How proxies are called on the terminal.</summary>
internal static class ProxyNames
{
    /// <summary>The name to show; of the embedded proxy it tells which program that is.</summary>
    public static string Shown(string name) => name == Proxies.ProxyCatalogue.Embedded ? "reference (embedded)" : name;
}
