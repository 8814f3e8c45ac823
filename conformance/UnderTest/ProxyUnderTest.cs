using ConformanceKit.ReferenceProxy;

namespace ConformanceKit.UnderTest;

/// <summary>
/// A proxy to grade: the embedded reference, an instance at an address, or a container. Started once, on first use.
/// </summary>
public abstract class ProxyUnderTest : Subject
{
    /// <summary>Changes the options of the reference inside this process, before it starts.</summary>
    /// <param name="change">Called with the options of each listener.</param>
    /// <returns>Whether this is the reference, or a mutant of it: any other proxy has its own configuration.</returns>
    internal virtual bool TryChange(Func<ProxyOptions, ProxyOptions> change) => false;
}
