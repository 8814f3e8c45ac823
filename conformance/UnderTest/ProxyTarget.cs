namespace ConformanceKit.UnderTest;

/// <summary>A proxy to grade and how the command line names it.</summary>
/// <param name="Proxy">The proxy.</param>
/// <param name="Arguments">The arguments that name it, quoted for a shell.</param>
internal sealed record ProxyTarget(ProxyUnderTest Proxy, string Arguments);
