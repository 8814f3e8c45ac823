using ConformanceKit.Origins;
using ConformanceKit.Wire;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.ScriptedProxies;

/// <summary>What a scripted proxy does on each of its connections: one thing that proxies do, or should never do.</summary>
/// <param name="Name">Its stable name, as in <c>serve NAME</c>.</param>
/// <param name="Does">The same as a sentence without a subject.</param>
/// <param name="ServeAsync">Serves one connection; when it returns, the connection is closed in order.</param>
public sealed record Behaviour(string Name, string Does, Func<ProxyConnection, Task> ServeAsync)
{
    /// <summary>Which origin a request is for, if not always that of the scenario; null otherwise.</summary>
    public Func<WireRequest, Origin>? Origins { get; init; }

    /// <summary>
    /// Serves one connection in HTTP/2, if the client agreed to speak it (ALPN): the proxy then offers it beside HTTP/1.1.
    /// </summary>
    public Func<Http2ProxyConnection, Task>? ServeHttp2Async { get; init; }

    /// <summary>What its SETTINGS say in HTTP/2.</summary>
    public IReadOnlyList<Setting> Http2Settings { get; init; } = [];

    /// <summary>Whether it asks for the credentials of the run's user.</summary>
    public bool AsksForCredentials { get; init; }

    /// <summary>Which certificate it shows to clients that speak TLS to it; null if they speak cleartext.</summary>
    public ProxyCertificate? Certificate { get; init; }
}

/// <summary>The certificate that a scripted proxy shows to its clients.</summary>
public enum ProxyCertificate
{
    /// <summary>One of the run's CA for its own address: clients have been told to trust that CA.</summary>
    Trusted,

    /// <summary>One of the run's CA, but for another host.</summary>
    OtherHost,

    /// <summary>One for its own address, of a CA that nobody trusts.</summary>
    Untrusted,
}
