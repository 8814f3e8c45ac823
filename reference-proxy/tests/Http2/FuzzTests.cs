using System.Collections.Concurrent;
using System.Diagnostics;

namespace ConformanceKit.ReferenceProxy.Tests.Http2;

/// <summary>
/// Frames at random, whole and broken, for as long as one likes: CONTRIBUTING.md has the command. The same seed sends the same
/// bytes on the same connection.
/// </summary>
internal sealed class FuzzTests
{
    private const int AtATime = 4;

    // More would use up the ports of the machine: each connection opens several to origins.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentQueue<string> _failures = [];

    [Test]
    [Explicit("it takes minutes")]
    public async Task Whatever_comes_the_proxy_goes_on()
    {
        // 1. Everything that is sent follows from the seed.
        var time = TimeSpan.FromMinutes(double.Parse(TestContext.Parameters.Get("minutes", "10")));
        var seed = int.Parse(TestContext.Parameters.Get("seed", $"{Environment.TickCount & 0xffffff}"));
        await TestContext.Progress.WriteLineAsync($"Frames at random for {time.TotalMinutes} minutes, from the seed {seed}.");
        TaskScheduler.UnobservedTaskException += (_, lost) => _failures.Enqueue($"unobserved: {lost.Exception}");

        // 2. Several connections at a time, one after the other.
        using var origin = new Origin();
        var accepting = AcceptAsync(origin);
        var proxy = ProxyServer.Start(new() { LingerTimeout = TimeSpan.FromMilliseconds(50), Failures = _failures.Enqueue });
        await Task.WhenAll(Enumerable.Range(0, AtATime).Select(at => SendAsync(proxy, origin, seed + at, TimeSpan.Zero)));
        var before = Held();
        var started = Stopwatch.GetTimestamp();
        var sent = await Task.WhenAll(Enumerable.Range(0, AtATime).Select(at =>
            SendAsync(proxy, origin, seed + at, time - Stopwatch.GetElapsedTime(started))));

        // 3. It still serves, ends all that it has begun, and holds no more than before.
        await MustServeAsync(proxy);
        var after = Held();
        origin.Dispose();
        await accepting;
        await proxy.StopAsync(s_patience).WaitAsync(s_patience);
        await TestContext.Progress.WriteLineAsync($"{sent.Sum()} connections. Before and after: {before}, {after}.");
        _failures.Should().BeEmpty();
        after.Bytes.Should().BeLessThan(before.Bytes + (16 << 20));
        after.Sockets.Should().BeLessThan(before.Sockets + 16);
    }

    private static async Task<int> SendAsync(ProxyServer proxy, Origin origin, int seed, TimeSpan time)
    {
        // At least one.
        var started = Stopwatch.GetTimestamp();
        var count = 0;
        do
        {
            await SendOnceAsync(proxy, origin, seed + (AtATime * count++));
            await Task.Delay(s_pause);
        }
        while (Stopwatch.GetElapsedTime(started) < time);
        return count;
    }

    private static async Task SendOnceAsync(ProxyServer proxy, Origin origin, int seed)
    {
        var random = new Random(seed);
        using var client = await Http2Peer.DialAsync(proxy.EndPoint);
        var noise = new FrameNoise(random, origin.Authority);
        try
        {
            await client.SendAsync(random.Next(2) == 0 ? noise.Frames() : noise.Mutated());
            client.Fin();
            await client.ReadToGoAwayAsync();
        }
        catch (IOException)
        {
            // The proxy has ended the connection.
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The connection from the seed {seed} does not end.");
        }
    }

    private static async Task MustServeAsync(ProxyServer proxy)
    {
        using var origin = new Origin();
        using var http2 = await Http2Peer.DialAsync(proxy.EndPoint);
        await http2.ConnectAsync(1, origin.Authority);
        (await http2.ReadHeadAsync(1)).Should().Be(":status: 200");
        using var http1 = await Peer.DialAsync(proxy.EndPoint);
        await http1.SendAsync($"CONNECT {origin.Authority} HTTP/1.1\r\nHost: {origin.Authority}\r\n\r\n");
        (await http1.ReadHeadAsync()).Should().StartWith("HTTP/1.1 200 ");
    }

    // Of everything in this process, after what nobody needs any longer is gone.
    private static (long Bytes, int Sockets) Held()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        var sockets = OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : 0;
        return (GC.GetTotalMemory(forceFullCollection: true), sockets);
    }

    private static async Task AcceptAsync(Origin origin)
    {
        try
        {
            while (true)
                _ = ServeAsync(await origin.AcceptAsync(Timeout.InfiniteTimeSpan));
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    // An origin answers, answers at length, resets or says nothing, and stays until the proxy has gone.
    private static async Task ServeAsync(Peer peer)
    {
        using (peer)
        {
            try
            {
                switch (Random.Shared.Next(4))
                {
                    case 0:
                        await peer.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                        break;
                    case 1:
                        await peer.SendAsync($"HTTP/1.1 200 OK\r\n\r\n{new string('x', 256 * 1024)}");
                        peer.Fin();
                        break;
                    case 2:
                        peer.Rst();
                        return;
                }

                await peer.ReadToFinAsync();
            }
            catch (Exception end) when (end is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The proxy no longer wants it.
            }
        }
    }
}
