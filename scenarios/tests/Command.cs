using System.Diagnostics;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>A command that has run to its end, and what it printed.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a command to its end.</summary>
    /// <param name="folder">The folder in which it runs.</param>
    /// <param name="program">Name or path.</param>
    /// <param name="arguments">Passed on unchanged.</param>
    public static async Task<Command> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment.Remove("CONFORMANCEKIT_PROXIES"); // says what these tests grade, not what the command does
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, error);
    }
}
