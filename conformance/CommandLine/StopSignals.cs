using System.Runtime.InteropServices;

namespace ConformanceKit.CommandLine;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM, or SIGHUP of a terminal that is gone into a cancellation, and holds back the handlers that
/// were registered earlier until the run has cleaned up. A second signal is left to those handlers and to the system.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    // Longer than a run needs to stop; a bound in case it does not stop.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP })
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    /// <summary>Fires on the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Neither the source nor the event is disposed: a signal handler may still be using them.
        _ended.Set();
        _registrations.ForEach(registration => registration.Dispose());
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_stop.IsCancellationRequested)
            return;
        context.Cancel = true;
        _stop.Cancel();
        _ended.Wait(s_patience);
    }
}
