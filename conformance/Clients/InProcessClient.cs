using System.Net;
using ConformanceKit.Origins;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Clients;

/// <summary>A client inside this process, whose proxies and origins listen on loopback.</summary>
/// <param name="version">The version for the report.</param>
public abstract class InProcessClient(string version) : ClientUnderTest
{
    /// <inheritdoc/>
    public override Task<RunningSubject> StartAsync(CancellationToken cancel) => Task.FromResult(new RunningSubject(
        new Dictionary<string, Listener>(),
        version,
        ImageDigest: "",
        OwnLoopback.Address,
        OwnLoopback.Address.ToString(),
        IPAddress.IPv6Loopback));

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
