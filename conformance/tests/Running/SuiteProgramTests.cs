using ConformanceKit.Running.Catalogue;
using ConformanceKit.SamplePack;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Running;

internal sealed class SuiteProgramTests
{
    [Test]
    public void A_suite_that_says_nothing_of_its_project_is_the_program_of_its_assembly()
    {
        var program = SuiteProgram.Of(typeof(Endings).Assembly);

        program.Command.Should().Be("ConformanceKit.SamplePack");
        program.Baselines.Should().Be(Path.Combine(Directory.GetCurrentDirectory(), "baselines"));
    }

    [Test]
    public void An_installed_program_has_its_baselines_beside_it()
    {
        using var folder = new TemporaryFolder();
        var baselines = Directory.CreateDirectory(Path.Combine(folder.Path, "baselines")).FullName;

        SuiteProgram.Of(typeof(Endings).Assembly, folder.Path)
            .Should().Be(new SuiteProgram("ConformanceKit.SamplePack", baselines, IsInstalled: true));
    }

    [Test]
    public void Its_commands_are_ready_for_a_shell()
    {
        var program = new SuiteProgram("suite", "baselines");

        program.Explain("a/b", "").Should().Be("suite explain a/b");
        program.Explain("a/b", "'my proxy'").Should().Be("suite explain a/b 'my proxy'");
        program.Run("a/b", "mutant:x y").Should().Be("suite run 'mutant:x y' --filter a/b");
    }
}
