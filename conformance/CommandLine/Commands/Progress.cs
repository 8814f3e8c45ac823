using System.Diagnostics;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.Reporting;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Commands;

/// <summary>
/// Live progress on standard error: on a terminal, one line that is redrawn with every result and every second; elsewhere, a line
/// for each case that differs from the proxy's baseline (!) or, if it has none, did not pass although it was applicable, and the
/// counts now and then. As long as a proxy has not replied, its lines are held back: if it never does, the report says so once. In a
/// CI job the lines go to standard output, because their order among what else is there matters.
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
    private readonly Action<string> _redraw;
    private readonly ProgressCounts _counts = new();
    private readonly List<(string Proxy, string Line)> _heldBack = [];
    private readonly HashSet<string> _replied = [];
    private int _done;
    private int _part;
    private bool _ended;

    /// <summary>Begins.</summary>
    /// <param name="context">The context whose streams it is written to.</param>
    /// <param name="planned">How many results the run will have.</param>
    /// <param name="running">How many scenarios are running.</param>
    /// <param name="starting">The proxies that are starting.</param>
    public Progress(CommandContext context, int planned, Func<int> running, Func<IReadOnlyList<string>> starting)
    {
        var inLog = context.Ci is not null && !context.ErrorIsTerminal;
        (_writer, _redraw) = (inLog ? context.Out : context.Error, context.Redraw);
        (_planned, _running, _starting) = (planned, running, starting);
        _width = context.ErrorWidth - 1; // a character in the last column would begin a new line
        if (context.ErrorIsTerminal)
            _clock = new(_ => Redraw(), null, TimeSpan.Zero, s_second);
    }

    /// <summary>Whether a result differs from the proxy's baseline; null if it has none.</summary>
    public Func<string, ScenarioResult, bool?> DriftOf { get; init; } = static (_, _) => null;

    /// <summary>A scenario is over.</summary>
    public void Finished(string proxy, ScenarioResult result)
    {
        lock (_gate)
        {
            _done++;
            _counts.Add(proxy, result);
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
            _writer.WriteLine(VisibleText.OneLine(text));
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
            _redraw($"\r{line.PadRight(_width)}\r{line}");
        }
    }

    private void Clear()
    {
        if (_clock is not null && !_ended)
            _redraw($"\r{new string(' ', _width)}\r");
    }

    private void Append(string proxy, ScenarioResult result)
    {
        var isDrift = DriftOf(proxy, result);
        var isNews = isDrift ?? result.Verdict is not (Verdict.Pass or Verdict.Info or Verdict.NotApplicable);
        if (isNews || result.Verdict == Verdict.HarnessError)
        {
            var word = VerdictWords.Word(result.Verdict) + (isDrift == true ? " !" : "");
            _heldBack.Add((proxy, $"{word,-10}{result.Requirement.Id} on {ProxyNames.Shown(proxy)}"));
        }

        if (HasReplied(proxy, result))
        {
            foreach (var (_, line) in _heldBack.Where(held => held.Proxy == proxy))
                _writer.WriteLine(line);
            _heldBack.RemoveAll(held => held.Proxy == proxy);
        }

        if (_done * Parts / _planned == _part)
            return;
        _part = _done * Parts / _planned;
        _writer.WriteLine(Counts("", ""));
    }

    // What a MUST requires, no proxy passes without a reply.
    private bool HasReplied(string proxy, ScenarioResult result)
    {
        if (_replied.Contains(proxy))
            return true;
        if ((result.Verdict != Verdict.Pass || !result.Requirement.Level.IsRequired()) && !HttpReplies.AreIn(result.Evidence))
            return false;
        return _replied.Add(proxy);
    }

    private string Counts(string more, string end)
    {
        var line = $"{_done}/{_planned} done{more}, {_counts}, {Stopwatch.GetElapsedTime(_started).TotalSeconds:0} s{end}";
        return _clock is not null && line.Length > _width ? line[.._width] : line;
    }
}
