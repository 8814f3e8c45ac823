using System.Diagnostics;
using System.Runtime.InteropServices;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;
using ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>The program as a process: checks what it needs, measures until done or until a signal arrives, and reports.</summary>
internal static class Session
{
    /// <summary>Exit code: measured.</summary>
    public const int Measured = 0;

    /// <summary>Exit code: the reference could not carry a load.</summary>
    public const int ReferenceFailed = 1;

    /// <summary>Exit code: the command line is wrong, or a peer is not installed.</summary>
    public const int WrongUsage = 2;

    /// <summary>Exit code: a signal arrived before the end.</summary>
    public const int Interrupted = 130;

    /// <summary>Measures; returns the exit code.</summary>
    public static async Task<int> RunAsync(Settings settings, OutputFiles files)
    {
        // 1. Check what it needs.
        if (!OperatingSystem.IsLinux())
            return await FailAsync("runs on Linux only: it starts Debian's packages and reads /proc");
        if (settings.PeersInUse.Select(peer => peer.Missing()).FirstOrDefault(line => line is not null) is { } missing)
            return await FailAsync(missing);
        if (ConnectionTracking.IsOn())
        {
            await Console.Error.WriteLineAsync(
                "benchmarks: the kernel tracks connections on loopback, which slows all peers until its "
                + "table is full and connections fail: run in a network namespace, see --help");
        }
#if DEBUG
        await Console.Error.WriteLineAsync(
            "benchmarks: this build is not optimised, and neither is its reference; use -c Release");
#endif

        // 2. Handle signals; measure on a separate thread, which a signal does not wait for.
        using var cancel = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
        var (startedAt, clock, results) = (DateTimeOffset.UtcNow, Stopwatch.StartNew(), new Results());
        PeerVersion[] versions = [.. settings.PeersInUse.Select(peer => new PeerVersion(peer.Name, peer.Version()))];
        using (var origins = LoadOrigins.Start())
        using (var peers = new RunningPeers(origins))
        using (var progress = new Progress(settings.Runs))
        {
            var benchmark = new Benchmark(settings, origins, peers, results, progress);
            var run = Task.Factory.StartNew(() => benchmark.Run(cancel.Token), TaskCreationOptions.LongRunning);
            await Task.WhenAny(run, Task.Delay(Timeout.Infinite, cancel.Token));
            if (!cancel.IsCancellationRequested)
                await run;
        }

        // 3. Report what was measured, even if it is incomplete.
        var report = new Report(Machine.This(), startedAt, clock.Elapsed, settings.Rounds, versions, results.Samples,
            results.Failures);
        Console.Write(TextTable.Write(report));
        files.Write(report);
        return cancel.IsCancellationRequested ? Interrupted
            : report.Failures.Any(failure => failure.Peer == Report.Reference) ? ReferenceFailed : Measured;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            cancel.Cancel();
        }
    }

    private static async Task<int> FailAsync(string message)
    {
        await Console.Error.WriteLineAsync($"benchmarks: {message}");
        return WrongUsage;
    }
}
