using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

[TestFixture, Parallelizable(ParallelScope.All)]
internal sealed class LimitOverrideTests
{
    [Test]
    public void Each_limit_has_a_name() =>
        LimitOverride.Apply(["bytes=1", "messages=2", "lines=3", "connections=4"])
            .Should().Be(new Limits { Bytes = 1, Messages = 2, Lines = 3, Connections = 4 });

    [Test]
    public void The_report_has_them_all() =>
        LimitOverride.ForReport(new()).Should().HaveCount(typeof(Limits).GetProperties().Length);

    [TestCase("bytes=0")]
    [TestCase("bytes=-1")]
    [TestCase("bytes=1MB")]
    [TestCase("bytes=")]
    [TestCase("bytes")]
    public void What_is_no_number_is_wrong_usage(string text) =>
        FluentActions.Invoking(() => LimitOverride.Apply([text]))
            .Should().Throw<UsageException>().WithMessage($"--limit '{text}' is not NAME=NUMBER*");

    [Test]
    public void A_limit_that_is_misspelt_is_wrong_usage() =>
        FluentActions.Invoking(() => LimitOverride.Apply(["byte=1"])).Should().Throw<UsageException>().WithMessage("*bytes*");
}
