using ConformanceKit.Containers;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Containers;

[TestFixture, Platform("Linux,MacOsX"), Parallelizable(ParallelScope.All)]
internal sealed class SubprocessTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    [Test]
    public async Task A_program_that_takes_too_long_is_killed_and_named()
    {
        var run = () => Subprocess.RunAsync("sleep", ["60"], TimeSpan.FromMilliseconds(200), default);

        (await run.Should().ThrowAsync<HarnessException>()).Which.Message.Should().Be("'sleep 60' did not end within 0 s.");
    }

    [Test]
    public async Task It_reads_its_input_to_the_end_and_what_it_prints_is_kept_apart()
    {
        var result = await Subprocess.RunAsync("sh", ["-c", "cat; echo more >&2; exit 3"], s_limit, default, input: "a registry");

        result.Should().BeEquivalentTo(new { ExitCode = 3, Output = "a registry", Error = "more" });
    }

    [Test]
    public async Task One_that_does_not_read_its_input_is_no_fault() =>
        (await Subprocess.RunAsync("true", [], s_limit, default, input: new string('x', 1_000_000))).ExitCode.Should().Be(0);
}
