using System.Net;

namespace ConformanceKit.Containers;

/// <summary>A network to create.</summary>
/// <param name="Name">Its name, unique on the engine.</param>
/// <param name="PrefixV6">The 64-bit IPv6 prefix to try, such as <c>fd00:0:0:1::</c>; the network has only IPv4 if the engine
/// refuses it.</param>
/// <param name="Labels">Labels, key to value.</param>
public sealed record NetworkRequest(string Name, string PrefixV6, IReadOnlyDictionary<string, string> Labels);

/// <summary>A network that exists.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Gateway">The bridge's own address: the host, as seen from a container.</param>
/// <param name="GatewayV6">The same over IPv6, or null if the network has none.</param>
public sealed record ContainerNetwork(string Name, IPAddress Gateway, IPAddress? GatewayV6);

/// <summary>A container to run. Memory, processes, descriptors and privileges are limited in the same way for all.</summary>
/// <param name="Name">Its name, unique on the engine.</param>
/// <param name="HostName">Its own host name, which proxies show in Via.</param>
/// <param name="Image">Image id or name.</param>
/// <param name="Network">Name of the network.</param>
/// <param name="Labels">Labels, key to value.</param>
/// <param name="Capabilities">Kernel capabilities that it needs; all others are dropped.</param>
/// <param name="Hosts">Names to add to the container's hosts file, each with its address.</param>
/// <param name="PublishedPorts">Ports to publish on 127.0.0.1 of the host, each on a free port.</param>
public sealed record ContainerRequest(
    string Name,
    string HostName,
    string Image,
    string Network,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<string> Capabilities,
    IReadOnlyDictionary<string, string> Hosts,
    IReadOnlyList<int> PublishedPorts)
{
    /// <summary>How much memory any container may use, in MiB.</summary>
    public const int MemoryLimitMiB = 512;

    /// <summary>What its program is given.</summary>
    public ContainerSetup Setup { get; init; } = ContainerSetup.None;
}

/// <summary>What the engine reports about a container.</summary>
/// <param name="Running">Whether it runs.</param>
/// <param name="Address">Its address on the network, or null if it is no longer running.</param>
/// <param name="AddressV6">Its IPv6 address, or null.</param>
/// <param name="PublishedPorts">The host's port for each published port.</param>
/// <param name="Exit">How it ended, or null while it runs.</param>
public sealed record ContainerState(
    bool Running,
    IPAddress? Address,
    IPAddress? AddressV6,
    IReadOnlyDictionary<int, int> PublishedPorts,
    ContainerExit? Exit = null);

/// <summary>How a container ended.</summary>
/// <param name="Code">The exit code of its program.</param>
/// <param name="OutOfMemory">Whether the kernel ended it because it needed more memory than it may have.</param>
public sealed record ContainerExit(int Code, bool OutOfMemory)
{
    /// <summary>In words, such as <c>exit code 137, killed because it exceeded its memory limit</c>.</summary>
    public override string ToString() => OutOfMemory
        ? $"exit code {Code}, killed because it exceeded its memory limit of {ContainerRequest.MemoryLimitMiB} MiB"
        : $"exit code {Code}";
}

/// <summary>What a labelled object is.</summary>
public enum LabelledKind
{
    /// <summary>A container, running or not.</summary>
    Container,

    /// <summary>A network.</summary>
    Network,
}

/// <summary>A container or network that the kit created.</summary>
/// <param name="Kind">Which of the two.</param>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels, key to value.</param>
public sealed record LabelledObject(LabelledKind Kind, string Name, IReadOnlyDictionary<string, string> Labels);
