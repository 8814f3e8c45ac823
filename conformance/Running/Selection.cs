namespace ConformanceKit.Running;

/// <summary>
/// The run that the suite's assembly belongs to. NUnit reads <see cref="ProxyNames"/> when it loads the assembly, so a run is
/// chosen before that; the proxies themselves start on first use.
/// </summary>
public static class Selection
{
    private static RunSession? session;

    /// <summary>The names of the proxies to grade: one fixture each.</summary>
    public static IEnumerable<string> ProxyNames => Session.Proxies.Select(proxy => proxy.Name);

    internal static RunSession Session
    {
        get => session ?? throw new InvalidOperationException("No run is chosen.");
        set => session = value;
    }
}
