using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using FluentAssertions;
using k8s.Models;
using NUnit.Framework;

namespace ConformanceKit.Scenarios.Tests.Kubernetes;

/// <summary>The parts of the example for Kubernetes fit each other and the program.</summary>
internal sealed class ManifestTests
{
    private static V1JobSpec Spec => Manifests.Shards.Spec;

    [Test]
    public void Every_shard_has_its_own_pod_and_they_run_at_once()
    {
        Spec.CompletionMode.Should().Be("Indexed");
        Spec.Parallelism.Should().Be(Spec.Completions);
        Manifests.Shards.Option("--shard").Should().Be("auto");
        Manifests.Shards.Program().Env.Single(variable => variable.Name == ShardVariables.Total).Value
            .Should().Be($"{Spec.Completions}");
    }

    [Test]
    public void The_second_job_joins_just_what_the_pods_of_the_first_write()
    {
        var written = Enumerable.Range(0, Spec.Completions!.Value).Select(index => Manifests.Shards.Option("--json", index));

        var read = Manifests.Report.Arguments().Skip(1).TakeWhile(argument => !argument.StartsWith('-'));

        read.Should().Equal(written);
    }

    [Test]
    public void Files_are_on_the_volume_that_both_jobs_share([Values] bool joins)
    {
        var job = joins ? Manifests.Report : Manifests.Shards;
        var reports = job.Spec.Template.Spec.Volumes.Single(volume => volume.PersistentVolumeClaim is not null);
        var mount = job.Program().VolumeMounts.Single(mount => mount.Name == reports.Name);

        reports.PersistentVolumeClaim.ClaimName.Should().Be(Manifests.Volume.Metadata.Name);
        Manifests.Volume.Spec.AccessModes.Should().Equal("ReadWriteMany");
        job.Arguments().Where(argument => argument.Contains(".json") || argument.Contains("--html"))
            .Should().NotBeEmpty().And.OnlyContain(argument => argument.Contains($"{mount.MountPath}/"));
        job.Program().VolumeMounts.Select(mounted => mounted.Name)
            .Should().BeEquivalentTo(job.Spec.Template.Spec.Volumes.Select(volume => volume.Name));
    }

    [Test]
    public void The_proxy_is_a_sidecar_that_listens_where_the_program_connects()
    {
        var proxy = Spec.Template.Spec.InitContainers.Single();
        var address = new Uri(Manifests.Shards.Option("--proxy"));

        proxy.RestartPolicy.Should().Be("Always");
        address.IsLoopback.Should().BeTrue();
        proxy.StartupProbe.TcpSocket.Port.Value.Should().Be($"{address.Port}");
    }

    [Test]
    public void Only_what_another_attempt_may_change_is_tried_again()
    {
        var rule = Spec.PodFailurePolicy.Rules.Single();

        rule.Action.Should().Be("FailIndex");
        rule.OnExitCodes.ContainerName.Should().Be(Manifests.Shards.Program().Name);
        rule.OnExitCodes.Values.Should().Equal(ExitCodes.Broken, ExitCodes.Usage, ExitCodes.NothingSelected);
        Spec.Template.Spec.RestartPolicy.Should().Be("Never", "the policy requires it");
    }

    [Test]
    public void The_program_has_no_privileges_and_writes_only_to_volumes([Values] bool joins)
    {
        var job = joins ? Manifests.Report : Manifests.Shards;
        var security = job.Program().SecurityContext;

        security.RunAsNonRoot.Should().BeTrue();
        security.AllowPrivilegeEscalation.Should().BeFalse();
        security.Capabilities.Drop.Should().Equal("ALL");
        security.ReadOnlyRootFilesystem.Should().BeTrue();
        job.Spec.Template.Spec.SecurityContext.FsGroup.Should().Be(security.RunAsUser);
        job.Program().VolumeMounts.Select(mount => mount.MountPath).Should().Contain("/tmp", "that is its HOME");
    }
}
