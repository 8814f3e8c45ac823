using ConformanceKit.ScriptedProxies;

namespace ConformanceKit.Running.Authoring;

/// <summary>
/// Base of every fixture of scenarios in which a client is graded, and the proxy is one of the kit's own with one behaviour. All
/// else is as with <see cref="Scenario"/>.
/// </summary>
/// <param name="clientName">The client to grade.</param>
public abstract class ClientScenario(string clientName) : Scenario(clientName)
{
    /// <summary>The client under test.</summary>
    protected ClientHandle Client => Context.Client;

    /// <summary>Makes this scenario's proxies; they are closed with it.</summary>
    protected ScriptedProxyFactory Proxies => Context.Proxies;
}
