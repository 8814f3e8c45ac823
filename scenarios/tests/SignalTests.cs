using System.Diagnostics;
using System.Text.Json;
using ConformanceKit.Model;
using ConformanceKit.Scenarios.Tests.Ci;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>A run that is told to end reports what it has found so far.</summary>
internal sealed class SignalTests
{
    [TestCase("INT")]
    [TestCase("TERM")]
    [TestCase("HUP", Description = "The terminal is gone")]
    public async Task A_signal_ends_a_run_with_its_reports(string signal)
    {
        // 1. A run against something that never replies.
        await using var silent = new TestListener([]);
        var folder = Directory.CreateTempSubdirectory("conformancekit-test-");
        var report = Path.Combine(folder.FullName, "report.json");
        // A shell's background job ignores SIGINT, and so would everything that it starts.
        var start = new ProcessStartInfo("env",
        [
            "--default-signal", Environment.ProcessPath!,
            Path.Combine(AppContext.BaseDirectory, "conformancekit.dll"), "run", "--proxy", silent.Address, "--no-preflight",
            "--no-browser", "--wait", "reply=10m", "--wait", "scenario=10m", "--json", report,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var run = Process.Start(start)!;
        var output = run.StandardOutput.ReadToEndAsync();
        var error = run.StandardError.ReadToEndAsync();
        await Task.WhenAny(silent.Asked, run.WaitForExitAsync());

        // 2. The signal.
        (await Command.RunAsync(folder.FullName, "sh", "-c", $"kill -{signal} {run.Id}")).ExitCode.Should().Be(0);
        await run.WaitForExitAsync();

        run.ExitCode.Should().Be(ExitCodes.Interrupted, await error + await output);
        (await error).Should().Contain("Interrupted: ");
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        json.RootElement.GetProperty("interrupted").GetBoolean().Should().BeTrue();
        folder.Delete(recursive: true);
    }

    [Test]
    public async Task Ctrl_C_ends_serve_and_leaves_nothing()
    {
        var start = new ProcessStartInfo("env",
        [
            "--default-signal", Environment.ProcessPath!,
            Path.Combine(AppContext.BaseDirectory, "conformancekit.dll"), "serve", "stays-silent", "--listen", "127.0.0.1:0",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var serve = Process.Start(start)!;
        var authority = "";
        while (await serve.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Ctrl-C", StringComparison.Ordinal))
            authority = line.Split(' ').FirstOrDefault(word => word.EndsWith("ca.pem", StringComparison.Ordinal)) ?? authority;
        var isThere = File.Exists(authority);

        (await Command.RunAsync("/", "sh", "-c", $"kill -INT {serve.Id}")).ExitCode.Should().Be(0);
        await serve.WaitForExitAsync();

        serve.ExitCode.Should().Be(ExitCodes.Interrupted, await serve.StandardError.ReadToEndAsync());
        isThere.Should().BeTrue();
        Directory.Exists(Path.GetDirectoryName(authority)).Should().BeFalse();
    }
}
