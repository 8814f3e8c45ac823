using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class WaitOverrideTests
{
    [TestCase("scenario=500ms", 500)]
    [TestCase("scenario=1.5s", 1_500)]
    [TestCase("scenario=2m", 120_000)]
    [TestCase("scenario=1h", 3_600_000)]
    public void A_time_has_a_unit(string text, double milliseconds) =>
        WaitOverride.Apply([text]).Should().Be(new Waits { Scenario = TimeSpan.FromMilliseconds(milliseconds) });

    [TestCase("scenario=1")]
    [TestCase("scenario=1d")]
    [TestCase("scenario=0h")]
    [TestCase("scenario=25h")]
    [TestCase("scenario=-1h")]
    [TestCase("scenario=h")]
    [TestCase("scenario")]
    public void What_is_no_time_is_wrong_usage(string text) =>
        FluentActions.Invoking(() => WaitOverride.Apply([text]))
            .Should().Throw<UsageException>().WithMessage($"--wait '{text}' is not NAME=TIME*");
}
