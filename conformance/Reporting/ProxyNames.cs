using ConformanceKit.ReferenceProxy.Explaining;

namespace ConformanceKit.Reporting;

/// <summary>The names of proxies in texts for people: on one line, whatever a saved report has for a name.</summary>
internal static class ProxyNames
{
    /// <summary>The name to show; for the embedded proxy, it says which program that is.</summary>
    public static string Shown(string name) =>
        name == UnderTest.ProxyCatalogue.Embedded ? "reference (embedded)" : VisibleText.OneLine(name);

    /// <summary>The name to show, and the version where it is known.</summary>
    public static string WithVersion(ProxyReport proxy) =>
        proxy.Version.Length > 0 ? $"{Shown(proxy.Name)} {VisibleText.OneLine(proxy.Version)}" : Shown(proxy.Name);
}
