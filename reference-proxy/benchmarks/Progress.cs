using System.Diagnostics;
using System.Globalization;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>
/// One line on standard error about the current run: rewritten every two seconds on a terminal, otherwise written once for each
/// run that takes longer than that.
/// </summary>
internal sealed class Progress : IDisposable
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Timer _timer;
    private readonly int _runs;
    private readonly bool _terminal = !Console.IsErrorRedirected;
    private string _current = "";
    private string _written = "";
    private int _begun;

    /// <summary>Starts counting.</summary>
    /// <param name="runs">How many runs there will be.</param>
    public Progress(int runs)
    {
        _runs = runs;
        _timer = new Timer(_ => Write(), null, s_interval, s_interval);
    }

    /// <summary>Reports that another run begins.</summary>
    public void Begin(string workload, int round, string peer)
    {
        lock (_lock)
        {
            _begun++;
            _current = $"{workload}, {Results.Words(round)}, {peer}";
        }
    }

    /// <summary>Erases the line on a terminal and stops.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _timer.Dispose();
            if (_terminal && _written.Length > 0)
                Console.Error.Write("\r\e[K");
            _current = _written;
        }
    }

    /// <summary>Estimates the total time from the completed runs; null while there are none.</summary>
    internal static TimeSpan? Estimate(TimeSpan elapsed, int over, int runs) => over > 0 ? elapsed * runs / over : null;

    private void Write()
    {
        lock (_lock)
        {
            if (_current.Length == 0 || (!_terminal && _current == _written))
                return;
            _written = _current;
            var about = Estimate(_clock.Elapsed, _begun - 1, _runs) is { } estimate ? $" of about {Text(estimate)}" : "";
            var line = $"{_begun} of {_runs}: {_current}, {Text(_clock.Elapsed)}{about}";
            Console.Error.Write(_terminal ? $"\r\e[K{line}" : $"{line}\n");
        }
    }

    private static string Text(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes}:{time.Seconds:00}");
}
