using System.Diagnostics;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Evidence;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Commands;

/// <summary>
/// Live progress on standard error: on a terminal, one line that is redrawn with every result and every second; elsewhere, a line
/// for each scenario that did not pass although it was applicable, and the counts now and then. As long as a proxy has not
/// replied, its lines are held back: if it never does, the report says so once. In a CI job the lines go to standard output,
/// because their order among what else is there matters.
/// </summary>
internal sealed class Progress : IDisposable
{
    private const int Parts = 4;

    // In the words, and by the rule, of the totals below the matrix.
    private static readonly Verdict[] s_counted = [Verdict.Fail, Verdict.Warning, Verdict.Blocked, Verdict.HarnessError];
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly TextWriter _writer;
    private readonly int _planned;
    private readonly Func<int> _running;
    private readonly Func<IReadOnlyList<string>> _starting;
    private readonly int _width;
    private readonly Timer? _clock;
    private readonly Dictionary<Verdict, int> _counts = [];
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
        (_writer, _planned, _running, _starting) = (inLog ? context.Out : context.Error, planned, running, starting);
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
            _counts[result.Verdict] = _counts.GetValueOrDefault(result.Verdict) + 1;
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
        if (result.Verdict is not (Verdict.Pass or Verdict.Info or Verdict.NotApplicable))
            _heldBack.Add((proxy, $"{VerdictWords.Word(result.Verdict),-8}{result.Requirement.Id} on {proxy}"));
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
        var counts = string.Concat(s_counted.Where(verdict => verdict == Verdict.Fail || _counts.ContainsKey(verdict))
            .Select(verdict => $", {_counts.GetValueOrDefault(verdict)} {VerdictNames.Of(verdict)}"));
        var line = $"{_done}/{_planned} done{more}{counts}, {Stopwatch.GetElapsedTime(_started).TotalSeconds:0} s{end}";
        return _clock is not null && line.Length > _width ? line[.._width] : line;
    }
}
