using System.Diagnostics;
using ConformanceKit.Reporting;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Commands;

/// <summary>
/// Live progress on standard error: one line that is redrawn on a terminal, with every result and every second; elsewhere a line
/// for each scenario that didn't pass and the count now and then.
/// </summary>
internal sealed class Progress : IDisposable
{
    private const int Parts = 4;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly TextWriter writer;
    private readonly int planned;
    private readonly Func<int> running;
    private readonly Func<IReadOnlyList<string>> starting;
    private readonly int width;
    private readonly Timer? clock;
    private int done;
    private int failed;
    private int part;
    private bool ended;

    /// <summary>Begins.</summary>
    /// <param name="context">Whose standard error it goes to.</param>
    /// <param name="planned">How many results there are to come.</param>
    /// <param name="running">How many scenarios are under way just now.</param>
    /// <param name="starting">The proxies that start just now.</param>
    public Progress(CommandContext context, int planned, Func<int> running, Func<IReadOnlyList<string>> starting)
    {
        (writer, this.planned, this.running, this.starting) = (context.Error, planned, running, starting);
        width = context.ErrorWidth - 1; // a character in the last column would begin a new line
        if (context.ErrorIsTerminal) clock = new(_ => Redraw(), null, TimeSpan.Zero, Second);
    }

    /// <summary>A scenario is over.</summary>
    public void Finished(string proxy, ScenarioResult result)
    {
        lock (gate)
        {
            done++;
            if (result.Verdict is Verdict.Fail or Verdict.Blocked or Verdict.HarnessError) failed++;
            if (clock is null) Append(proxy, result);
        }
        Redraw();
    }

    /// <summary>A long step begins.</summary>
    public void Step(string text)
    {
        lock (gate)
        {
            Clear();
            writer.WriteLine(text);
        }
        Redraw();
    }

    /// <summary>Takes the redrawn line away, for good.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            Clear();
            ended = true;
        }
        clock?.Dispose();
    }

    private void Redraw()
    {
        lock (gate)
        {
            if (clock is null || ended) return;

            // The cursor stays behind the text: what the terminal itself writes there, such as ^C, goes away with the line.
            var names = string.Join(", ", starting());
            var line = Counts($", {running()} running", names.Length > 0 ? $"; starting {names}" : "");
            writer.Write($"\r{line.PadRight(width)}\r{line}");
        }
    }

    private void Clear()
    {
        if (clock is not null && !ended) writer.Write($"\r{new string(' ', width)}\r");
    }

    private void Append(string proxy, ScenarioResult result)
    {
        if (result.Verdict is not (Verdict.Pass or Verdict.Info))
            writer.WriteLine($"{VerdictWords.Word(result.Verdict),-8}{result.Requirement.Id} on {proxy}");
        if (done * Parts / planned == part) return;
        part = done * Parts / planned;
        writer.WriteLine(Counts("", ""));
    }

    private string Counts(string more, string end)
    {
        var line = $"{done}/{planned} done{more}, {failed} failed, {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s{end}";
        return clock is not null && line.Length > width ? line[..width] : line;
    }
}
