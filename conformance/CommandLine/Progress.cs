using System.Diagnostics;
using ConformanceKit.Model;
using ConformanceKit.Reporting;

namespace ConformanceKit.CommandLine;

/// <summary>
/// Live progress on standard error: one line that is redrawn on a terminal; elsewhere a line for each scenario that didn't pass
/// and the count now and then.
/// </summary>
internal sealed class Progress(TextWriter writer, bool terminal, int planned)
{
    private const int Width = 79;
    private const int Parts = 4;

    private readonly Lock gate = new();
    private readonly long started = Stopwatch.GetTimestamp();
    private int done;
    private int failed;
    private int part;

    /// <summary>A scenario is over.</summary>
    public void Finished(string proxy, ScenarioResult result)
    {
        lock (gate)
        {
            done++;
            if (result.Verdict is Verdict.Fail or Verdict.Blocked or Verdict.HarnessError) failed++;
            if (terminal) Redraw();
            else Append(proxy, result);
        }
    }

    /// <summary>A long step begins.</summary>
    public void Step(string text)
    {
        lock (gate)
        {
            Clear();
            writer.WriteLine(text);
        }
    }

    /// <summary>Takes the redrawn line away.</summary>
    public void End()
    {
        lock (gate) Clear();
    }

    private void Redraw() => writer.Write($"\r{Counts().PadRight(Width)}");

    private void Clear()
    {
        if (terminal) writer.Write($"\r{"",Width}\r");
    }

    private void Append(string proxy, ScenarioResult result)
    {
        if (result.Verdict is not (Verdict.Pass or Verdict.Info))
            writer.WriteLine($"{Marks.Word(result.Verdict),-8}{result.Requirement.Id} on {proxy}");
        if (done * Parts / planned == part) return;
        part = done * Parts / planned;
        writer.WriteLine(Counts());
    }

    private string Counts() => $"{done}/{planned} done, {failed} failed, {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s";
}
