using System.ComponentModel;
using System.Diagnostics;
using ConformanceKit.Model;

namespace ConformanceKit.Containers;

/// <summary>What a command printed and how it ended.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Lines">Both, line by line, in the order in which they arrived.</param>
internal sealed record SubprocessResult(int ExitCode, string Output, string Error, IReadOnlyList<string> Lines)
{
    /// <summary>The last lines of output and error together.</summary>
    /// <param name="count">How many.</param>
    public string Tail(int count) => string.Join(Environment.NewLine, Lines.Where(l => l.Length > 0).TakeLast(count));
}

/// <summary>Runs one program without a shell and with a time limit.</summary>
internal static class Subprocess
{
    /// <summary>
    /// Runs the program to its end; if the time is up or the caller cancels, it is killed together with its children.
    /// </summary>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Passed on unchanged.</param>
    /// <param name="limit">The longest it may take.</param>
    /// <param name="cancel">Kills it.</param>
    /// <param name="input">What it reads on standard input, which ends then.</param>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    /// <exception cref="HarnessException">It took too long.</exception>
    public static async Task<SubprocessResult> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan limit, CancellationToken cancel, string input = "")
    {
        // 1. Start it, and read both streams while it runs, so that neither blocks it.
        using var process = new Process { StartInfo = StartInfo(program, arguments) };
        process.Start();
        var lines = new List<string>();
        var output = ReadAsync(process.StandardOutput, lines);
        var error = ReadAsync(process.StandardError, lines);

        // 2. Its input ends at once: nothing here may ever prompt.
        await WriteAsync(process.StandardInput, input);

        // 3. Wait for its end, within the limit.
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        bound.CancelAfter(limit);
        try
        {
            await process.WaitForExitAsync(bound.Token);
            return new SubprocessResult(process.ExitCode, await output, await error, lines);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancel.ThrowIfCancellationRequested();
            throw new HarnessException(
                $"'{program} {string.Join(' ', arguments)}' did not end within {limit.TotalSeconds:0} s.");
        }
    }

    private static ProcessStartInfo StartInfo(string program, IReadOnlyList<string> arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        info.Environment["DOTNET_NOLOGO"] = "1";
        return info;
    }

    private static async Task WriteAsync(StreamWriter writer, string input)
    {
        try
        {
            await writer.WriteAsync(input);
            writer.Close();
        }
        catch (IOException)
        {
            // It ended without reading its input.
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, List<string> lines)
    {
        var own = new List<string>();
        while (await reader.ReadLineAsync() is { } line)
        {
            own.Add(line);
            lock (lines)
                lines.Add(line);
        }

        return string.Join('\n', own);
    }
}
