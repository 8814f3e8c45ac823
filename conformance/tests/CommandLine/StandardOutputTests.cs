using ConformanceKit.CommandLine;
using ConformanceKit.Model;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

internal sealed class StandardOutputTests
{
    [Test]
    public void A_full_disk_is_said_in_one_line()
    {
        using var full = new FullDisk();
        using var output = new StandardOutput(full);

        output.Invoking(it => it.WriteLine("a line")).Should().Throw<HarnessException>()
            .WithMessage("Standard output cannot be written: No space left on device.");
        output.Invoking(it => it.Write('a')).Should().Throw<HarnessException>();
        output.Invoking(it => it.Flush()).Should().Throw<HarnessException>();
    }

    [Test]
    public void A_terminal_that_is_gone_ends_nothing()
    {
        using var full = new FullDisk();
        using var error = new StandardError(full);

        error.Invoking(it => it.WriteLine("a line")).Should().NotThrow();
        error.Invoking(it => it.Flush()).Should().NotThrow();
    }

    [Test]
    public void Everything_else_passes()
    {
        using var text = new StringWriter();
        using var output = new StandardOutput(text);

        output.Write('a');
        output.Write("b");
        output.WriteLine("c");

        text.ToString().Should().Be($"abc{Environment.NewLine}");
    }
}
