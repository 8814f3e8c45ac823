using ConformanceKit.Model;
using k8s;
using k8s.Models;

namespace ConformanceKit.Scenarios.Tests.Kubernetes;

/// <summary>The manifests of the example, read as an API server reads them: an unknown field is an error.</summary>
internal static class Manifests
{
    private static readonly string s_folder = Path.Combine(RepositoryRoot.Find()!, "scenarios", "image", "kubernetes");

    /// <summary>The job that grades a proxy in shards.</summary>
    public static V1Job Shards { get; } = Read("shards.yaml").OfType<V1Job>().Single();

    /// <summary>The volume for the reports.</summary>
    public static V1PersistentVolumeClaim Volume { get; } = Read("shards.yaml").OfType<V1PersistentVolumeClaim>().Single();

    /// <summary>The job that joins the reports of the shards.</summary>
    public static V1Job Report { get; } = Read("report.yaml").OfType<V1Job>().Single();

    /// <summary>The commands of its README.</summary>
    public static string Commands { get; } = File.ReadAllText(Path.Combine(s_folder, "README.md")).Split("```")[1]["sh".Length..];

    /// <summary>The container with the program.</summary>
    public static V1Container Program(this V1Job job) => job.Spec.Template.Spec.Containers.Single();

    /// <summary>Its arguments in the pod of an index, with the variables that the cluster puts in.</summary>
    public static IReadOnlyList<string> Arguments(this V1Job job, int index = 0) =>
        [.. job.Program().Args.Select(argument => argument.Replace("$(JOB_COMPLETION_INDEX)", $"{index}"))];

    /// <summary>The value of an option among its arguments.</summary>
    public static string Option(this V1Job job, string name, int index = 0) =>
        job.Arguments(index).Single(argument => argument.StartsWith($"{name}=", StringComparison.Ordinal))[(name.Length + 1)..];

    private static List<object> Read(string file) =>
        KubernetesYaml.LoadAllFromString(File.ReadAllText(Path.Combine(s_folder, file)), strict: true);
}
