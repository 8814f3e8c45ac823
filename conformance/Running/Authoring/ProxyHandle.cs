using System.Net;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Authoring;

/// <summary>The proxy under test as a scenario's body sees it.</summary>
public sealed class ProxyHandle
{
    private readonly RunningProxy _running;
    private readonly Func<IPEndPoint, Task<WireConnection>> _dial;

    internal ProxyHandle(
        string name,
        IReadOnlySet<string> features,
        RunningProxy running,
        Func<IPEndPoint, Task<WireConnection>> dial)
    {
        Name = name;
        Features = features;
        _running = running;
        _dial = dial;
    }

    /// <summary>The name in reports and baselines.</summary>
    public string Name { get; }

    /// <summary>The features that the proxy declares.</summary>
    public IReadOnlySet<string> Features { get; }

    /// <summary>The listener that requires no credentials.</summary>
    public Listener PlainListener => _running.Plain;

    /// <summary>The listener that requires credentials, with credentials that it accepts.</summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener AuthListener => _running.Find(ListenerNames.Auth)
        ?? throw new NotApplicableException("the proxy has no listener that requires credentials");

    /// <summary>
    /// The listener for requests with Digest credentials: the one meant for them, or else the one that requires any credentials.
    /// </summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener DigestListener => _running.Find(ListenerNames.Digest) ?? AuthListener;

    /// <summary>A listener that requires no credentials and gives up soon, after <see cref="Listener.Patience"/>.</summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    public Listener ImpatientListener => _running.Find(ListenerNames.Impatient)
        ?? throw new NotApplicableException(
            "no listener with known, short time limits is declared: 'impatient' among the listeners in a proxy.json");

    /// <summary>A port that the proxy is configured not to connect to.</summary>
    /// <exception cref="NotApplicableException">None is declared.</exception>
    public int DeniedPort => _running.Denies.Port
        ?? throw new NotApplicableException(
            "no port is declared that the proxy is configured to refuse: 'denies' in a proxy.json");

    /// <summary>An address that the proxy is configured not to connect to.</summary>
    /// <exception cref="NotApplicableException">None is declared.</exception>
    public IPAddress DeniedAddress => _running.Denies.Address
        ?? throw new NotApplicableException(
            "no address is declared that the proxy is configured to refuse: 'denies' in a proxy.json");

    /// <summary>A host name with an underscore at which the proxy reaches the origins too.</summary>
    /// <exception cref="NotApplicableException">The proxy was not given one.</exception>
    public string UnderscoreHost => _running.UnderscoreHost
        ?? throw new NotApplicableException("only a proxy in a container can be given a name with an underscore for the origins");

    /// <summary>Whether the proxy runs on this machine itself, and so shares its loopback addresses.</summary>
    public bool IsOnThisMachine =>
        IPAddress.IsLoopback(PlainListener.EndPoint.Address) && Features.Contains(ProxyFeatures.DirectAddress);

    /// <summary>The value of a Proxy-Authorization field that the authenticating listener accepts (RFC 7617 §2).</summary>
    /// <exception cref="NotApplicableException">The proxy has no such listener.</exception>
    public string BasicCredentials => Requests.BasicCredentials(AuthListener.User ?? "", AuthListener.Password ?? "");

    /// <summary>
    /// Dials the listener that requires no credentials. The connection is closed after the scenario at the latest.
    /// </summary>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    public Task<WireConnection> DialAsync() => _dial(PlainListener.EndPoint);

    /// <summary>
    /// Dials the listener that requires credentials. The connection is closed after the scenario at the latest.
    /// </summary>
    /// <exception cref="NotApplicableException">The proxy has none.</exception>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    public Task<WireConnection> DialAuthAsync() => _dial(AuthListener.EndPoint);

    /// <summary>Dials a listener. The connection is closed after the scenario at the latest.</summary>
    /// <param name="listener">For instance <see cref="ImpatientListener"/>.</param>
    /// <exception cref="HarnessException">The proxy cannot be reached.</exception>
    public Task<WireConnection> DialAsync(Listener listener) => _dial(listener.EndPoint);
}
