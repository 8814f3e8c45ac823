using System.Globalization;
using System.Runtime.InteropServices;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Peers;

/// <summary>
/// All processes of one session. A peer starts its own session, so that whatever it forks can be found even when the process in
/// between has ended.
/// </summary>
/// <param name="id">The session, which has the number of the process that started it.</param>
internal sealed partial class ProcessSession(int id)
{
    private const int Terminate = 15;
    private const int Kill = 9;

    /// <summary>Whether no process is left.</summary>
    public bool IsEmpty => Members().Count == 0;

    /// <summary>The user and system time of all of them so far. Cheap: reads one line for each process of the machine.</summary>
    public TimeSpan Cpu() => Members().Aggregate(TimeSpan.Zero, (sum, member) => sum + member.Stat.Cpu);

    /// <summary>Everything they use. For that, the kernel walks all of their memory.</summary>
    public ProcessUse Use()
    {
        var members = Members();
        var memory = members.ConvertAll(member => ProcessMemory.Parse(Lines(member.Process, "smaps_rollup")));
        return new ProcessUse(
            members.Aggregate(TimeSpan.Zero, (sum, member) => sum + member.Stat.Cpu),
            memory.Sum(part => part.Pss),
            memory.Sum(part => part.Rss),
            members.Sum(member => Descriptors(member.Process)));
    }

    /// <summary>Ends all of them: SIGTERM, at most <paramref name="grace"/>, then SIGKILL.</summary>
    public void End(TimeSpan grace)
    {
        Signal(Terminate);
        if (!Gone(grace))
            Signal(Kill);
        Gone(TimeSpan.FromSeconds(5));
    }

    private void Signal(int signal)
    {
        foreach (var (process, _) in Members())
            _ = SendSignal(process, signal);
    }

    private bool Gone(TimeSpan bound) => SpinWait.SpinUntil(() =>
    {
        Thread.Sleep(5);
        return IsEmpty;
    }, bound);

    private List<(int Process, ProcessStat Stat)> Members()
    {
        List<(int, ProcessStat)> members = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && Lines(process, "stat") is [var line, ..] && ProcessStat.Parse(line) is var stat && stat.Session == id)
            {
                members.Add((process, stat));
            }
        }
        return members;
    }

    /// <summary>A process can end at any moment; then there is nothing to read.</summary>
    private static string[] Lines(int process, string file)
    {
        try
        {
            return File.ReadAllLines($"/proc/{process}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static int Descriptors(int process)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Count();
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
