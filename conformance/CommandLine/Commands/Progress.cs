using System.Diagnostics;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Commands;

/// <summary>
/// Live progress on standard error: on a terminal, one line that is redrawn with every result and every second; elsewhere, a line
/// for each scenario that did not pass, and the counts now and then.
/// </summary>
internal sealed class Progress : IDisposable
{
    private const int Parts = 4;
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TextWriter _writer;
    private readonly int _planned;
    private readonly Func<int> _running;
    private readonly Func<IReadOnlyList<string>> _starting;
    private readonly int _width;
    private readonly Timer? _clock;
    private int _done;
    private int _failed;
    private int _errors;
    private int _part;
    private bool _ended;

    /// <summary>Begins.</summary>
    /// <param name="context">The context whose standard error it is written to.</param>
    /// <param name="planned">How many results the run will have.</param>
    /// <param name="running">How many scenarios are running.</param>
    /// <param name="starting">The proxies that are starting.</param>
    public Progress(CommandContext context, int planned, Func<int> running, Func<IReadOnlyList<string>> starting)
    {
        (_writer, _planned, _running, _starting) = (context.Error, planned, running, starting);
        _width = context.ErrorWidth - 1; // a character in the last column would begin a new line
        if (context.ErrorIsTerminal)
            _clock = new(_ => Redraw(), null, TimeSpan.Zero, s_second);
    }

    /// <summary>A scenario is over.</summary>
    public void Finished(string proxy, ScenarioResult result)
    {
        lock (_gate)
        {
            _done++;
            if (result.Verdict is Verdict.Fail or Verdict.Blocked)
                _failed++;
            if (result.Verdict == Verdict.HarnessError)
                _errors++;
            if (_clock is null)
                Append(proxy, result);
        }
        Redraw();
    }

    /// <summary>A long step begins.</summary>
    public void Step(string text)
    {
        lock (_gate)
        {
            Clear();
            _writer.WriteLine(text);
        }
        Redraw();
    }

    /// <summary>Erases the redrawn line for good.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            Clear();
            _ended = true;
        }
        _clock?.Dispose();
    }

    private void Redraw()
    {
        lock (_gate)
        {
            if (_clock is null || _ended)
                return;

            // The cursor stays after the text: what the terminal itself writes there, such as ^C, is erased with the line.
            var names = string.Join(", ", _starting());
            var line = Counts($", {_running()} running", names.Length > 0 ? $"; starting {names}" : "");
            _writer.Write($"\r{line.PadRight(_width)}\r{line}");
        }
    }

    private void Clear()
    {
        if (_clock is not null && !_ended)
            _writer.Write($"\r{new string(' ', _width)}\r");
    }

    private void Append(string proxy, ScenarioResult result)
    {
        if (result.Verdict is not (Verdict.Pass or Verdict.Info))
            _writer.WriteLine($"{VerdictWords.Word(result.Verdict),-8}{result.Requirement.Id} on {proxy}");
        if (_done * Parts / _planned == _part)
            return;
        _part = _done * Parts / _planned;
        _writer.WriteLine(Counts("", ""));
    }

    private string Counts(string more, string end)
    {
        // What the harness is at fault for is never counted against the proxy.
        var errors = _errors switch { 0 => "", 1 => ", 1 error", var several => $", {several} errors" };
        var line =
            $"{_done}/{_planned} done{more}, {_failed} failed{errors}, {Stopwatch.GetElapsedTime(_started).TotalSeconds:0} s{end}";
        return _clock is not null && line.Length > _width ? line[.._width] : line;
    }
}
