using System.Runtime.Versioning;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Kubernetes;

/// <summary>The commands of the example's README, with a <c>kubectl</c> that only takes notes.</summary>
[UnsupportedOSPlatform("windows"), Platform("Linux,MacOsX")]
internal sealed class CommandsTests
{
    // A wait for what does not happen is over when its time is: for the first Job, while the second one runs.
    private const string Kubectl = """
        #!/bin/sh
        echo "$*" >>notes
        case "$*" in
          "apply --filename report.yaml") touch joining ;;
          *"condition=failed job/conformance "*) until [ -f joining ]; do sleep 0.1; done; exit 1 ;;
          *"condition=failed job/conformance-report "*) exec sleep 600 ;;
          *"condition=complete job/conformance-report "*) sleep 1; echo joined >>notes ;;
        esac

        """;

    [Test, CancelAfter(60_000)]
    public async Task Each_Job_is_waited_for_alone()
    {
        var folder = Directory.CreateTempSubdirectory("conformancekit-cluster-");
        var kubectl = Path.Combine(folder.FullName, "kubectl");
        await File.WriteAllTextAsync(kubectl, Kubectl);
        File.SetUnixFileMode(kubectl, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var run = await Command.RunAsync(folder.FullName, "env",
            $"PATH={folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}", "bash", "-c", Manifests.Commands);

        run.ExitCode.Should().Be(0, run.Error);
        (await File.ReadAllLinesAsync(Path.Combine(folder.FullName, "notes"))).Should()
            .ContainInOrder("joined", "logs job/conformance-report");
        folder.Delete(recursive: true);
    }
}
