using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using ConformanceKit.Model;

namespace ConformanceKit.Containers;

/// <summary>A program of this machine, without a shell.</summary>
internal sealed class LocalProgram : IRunningProgram
{
    private const string NewSession = "setsid"; // of util-linux, which every Linux distribution has
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(5);
    private static readonly string? s_newSession = OperatingSystem.IsLinux() ? Find(NewSession) : null;

    private readonly Process _process;

    private LocalProgram(Process process) => _process = process;

    /// <inheritdoc/>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <inheritdoc/>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <inheritdoc/>
    public Stream ErrorOutput => _process.StandardError.BaseStream;

    /// <summary>Where a program is, as a shell would find it, or null.</summary>
    /// <param name="program">A name, which is looked for in PATH, or a path.</param>
    public static string? Find(string program)
    {
        IEnumerable<string> places = program.Contains('/', StringComparison.Ordinal)
            ? [Path.GetFullPath(program)]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .Select(folder => Path.Combine(folder, program));
        return places.FirstOrDefault(IsProgram);
    }

    /// <summary>Starts a program.</summary>
    /// <param name="command">The path of the program, and its arguments.</param>
    /// <param name="environment">The whole environment that it gets.</param>
    /// <param name="folder">Its working folder.</param>
    /// <exception cref="HarnessException">It cannot be started.</exception>
    public static LocalProgram Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, string folder)
    {
        // In a session of its own it leads a process group, which can be ended as a whole.
        IReadOnlyList<string> words = s_newSession is null ? command : [s_newSession, .. command];
        var info = new ProcessStartInfo(words[0], words.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        info.Environment.Clear();
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var process = new Process { StartInfo = info };
        try
        {
            process.Start();
            return new(process);
        }
        catch (Win32Exception fault)
        {
            process.Dispose();
            throw new HarnessException($"{command[0]} cannot be started: {fault.Message}.", fault);
        }
    }

    /// <inheritdoc/>
    public async Task<int> WaitAsync(CancellationToken cancel)
    {
        await _process.WaitForExitAsync(cancel);
        await KillAsync();
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async Task KillAsync()
    {
        // 1. The group, which outlives its leader.
        if (s_newSession is not null)
        {
            var group = $"-{_process.Id.ToString(CultureInfo.InvariantCulture)}";
            await Subprocess.RunAsync("/bin/sh", ["-c", $"kill -s KILL -- {group}"], s_quick, CancellationToken.None);
        }

        // 2. Where there is none, those that are still known to be its children.
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
    }

    private static bool IsProgram(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path)
                & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
