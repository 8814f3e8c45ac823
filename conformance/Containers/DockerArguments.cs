using System.Globalization;

namespace ConformanceKit.Containers;

/// <summary>The arguments of each <c>docker</c> command, as pure functions, so that each can be read and tested.</summary>
internal static class DockerArguments
{
    public static List<string> Build(string contextFolder, string tag, string idFile) =>
        ["build", "--force-rm", "--iidfile", idFile, "--tag", tag, contextFolder];

    public static List<string> CreateNetwork(NetworkRequest request, bool withV6) =>
    [
        "network", "create", "--driver", "bridge",
        // The gateway is given, because not every engine reports one that it chose itself.
        .. withV6 ? ["--ipv6", "--subnet", $"{request.PrefixV6}/64", "--gateway", $"{request.PrefixV6}1"] : Array.Empty<string>(),
        .. Labels(request.Labels),
        request.Name,
    ];

    public static List<string> Run(ContainerRequest request) =>
    [
        "run", "--detach", "--name", request.Name, "--hostname", request.HostName, "--network", request.Network,
        .. Labels(request.Labels),
        "--memory", "512m", "--pids-limit", "512", "--ulimit", "nofile=16384:16384",
        "--security-opt", "no-new-privileges", "--cap-drop", "ALL",
        .. request.Capabilities.SelectMany(c => new[] { "--cap-add", c }),
        .. request.Hosts.SelectMany(h => new[] { "--add-host", $"{h.Key}:{h.Value}" }),
        .. request.PublishedPorts.SelectMany(p => new[] { "--publish", $"127.0.0.1::{p}" }),
        request.Image,
    ];

    public static List<string> Execute(string container, IReadOnlyList<string> command) => ["exec", container, .. command];

    public static List<string> Log(string container, int lines) =>
        ["logs", "--tail", lines.ToString(CultureInfo.InvariantCulture), container];

    public static List<string> ListContainers(string label) =>
        ["ps", "--all", "--filter", $"label={label}", "--format", "{{.ID}}"];

    public static List<string> ListNetworks(string label) =>
        ["network", "ls", "--filter", $"label={label}", "--format", "{{.ID}}"];

    public static List<string> Remove(LabelledObject item) =>
        item.Kind == LabelledKind.Container
            ? ["rm", "--force", "--volumes", item.Name]
            : ["network", "rm", item.Name];

    private static IEnumerable<string> Labels(IReadOnlyDictionary<string, string> labels) =>
        labels.SelectMany(l => new[] { "--label", $"{l.Key}={l.Value}" });
}
