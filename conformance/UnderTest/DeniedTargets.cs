using System.Net;

namespace ConformanceKit.UnderTest;

/// <summary>
/// What a proxy is configured to refuse on all its listeners; null where it is not known to refuse anything of that kind.
/// </summary>
/// <param name="Port">A port that no CONNECT may reach, on any host.</param>
/// <param name="Address">An address that no request may reach, on any port.</param>
public sealed record DeniedTargets(int? Port = null, IPAddress? Address = null);
