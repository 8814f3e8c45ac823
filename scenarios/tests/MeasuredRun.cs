using System.Diagnostics;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>A run of the program in a process of its own.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it printed on both streams.</param>
/// <param name="Megabytes">The most memory that it ever had.</param>
internal sealed record MeasuredRun(int ExitCode, string Output, long Megabytes)
{
    // Far more than any run takes, on any machine; one that does not end is ended.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(15);

    /// <summary>Runs the program.</summary>
    /// <param name="args">Its arguments.</param>
    public static async Task<MeasuredRun> OfAsync(IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(SuiteLifetime).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var program = Process.Start(start)!;
        var output = Task.WhenAll(program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        using var bound = new CancellationTokenSource(s_patience);
        using var killing = bound.Token.Register(() => program.Kill(entireProcessTree: true));
        var most = 0L;
        while (!program.HasExited)
        {
            try
            {
                program.Refresh();
                most = Math.Max(most, program.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It has ended since.
            }

            await Task.WhenAny(output, Task.Delay(20));
            if (output.IsCompleted)
                await program.WaitForExitAsync();
        }

        return new(program.ExitCode, string.Concat(await output), most / 1_000_000);
    }
}
