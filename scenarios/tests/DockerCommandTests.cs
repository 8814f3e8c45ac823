using ConformanceKit.Containers;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests;

/// <summary>The kit speaks to the engine itself: the <c>docker</c> command need not be there.</summary>
internal sealed class DockerCommandTests
{
    [Test]
    public async Task A_proxy_in_a_container_is_graded_without_the_docker_command()
    {
        try
        {
            await new DockerEngine("conformancekit").EnsureAvailableAsync(default);
        }
        catch (HarnessException none)
        {
            Assert.Ignore(none.Message);
        }

        // The program has all its libraries where it is built. Here, those are missing that the web server's framework brings.
        var folder = AppContext.BaseDirectory.Replace("/Scenarios.Tests/", "/Scenarios/", StringComparison.Ordinal);
        var run = await Command.RunAsync(Directory.GetCurrentDirectory(), "env", "PATH=/nowhere", Environment.ProcessPath!,
            Path.Combine(folder, "conformancekit.dll"), "run", "squid", "--filter", "connect/establish");

        run.ExitCode.Should().Be(ExitCodes.Conformant, "{0}{1}", run.Output, run.Error);
        run.Output.Should().Contain("squid").And.Contain("1 pass");
    }
}
