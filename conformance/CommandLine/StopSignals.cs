using System.Runtime.InteropServices;

namespace ConformanceKit.CommandLine;

/// <summary>
/// Turns Ctrl-C and SIGTERM into a cancellation, once, and holds back the handlers that were registered before until the run has
/// put everything away itself. A second signal is left to them and to the system.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    // Longer than the run needs to stop; a bound, for a run that does not.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals()
    {
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
    }

    /// <summary>Fires on the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Neither the source nor the event is disposed: a signal may be using them just now.
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
