using System.Net;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Wire;
using NUnit.Framework;

namespace ConformanceKit.Tests.Origins;

/// <summary>Origins on the loopback interface, and clients that reach them directly.</summary>
[CancelAfter(20_000)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal abstract class OriginTest
{
    private readonly List<WireConnection> _clients = [];

    protected OriginTest() =>
        Origins = new(new OriginPlace(IPAddress.Loopback, "localhost", IPAddress.IPv6Loopback), Transcript, Waits);

    protected Transcript Transcript { get; } = new();

    protected Waits Waits { get; init; } = new() { Reply = TimeSpan.FromSeconds(15), Quiet = TimeSpan.FromMilliseconds(100) };

    protected OriginFactory Origins { get; }

    protected static CancellationToken Cancel => TestContext.CurrentContext.CancellationToken;

    [TearDown]
    public async Task CloseAllAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        await Origins.DisposeAsync();
    }

    protected async Task<WireConnection> DialAsync(Origin origin)
    {
        var client = await WireConnection.DialAsync(new(origin.Address, origin.Port), Transcript, Waits, Cancel);
        _clients.Add(client);
        return client;
    }
}
