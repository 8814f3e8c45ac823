using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ConformanceKit.Model;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ConformanceKit.Containers;

// Networks and containers.
public sealed partial class DockerEngine
{
    private const int CannotRun = 126; // the exit codes of an exec, as those of a shell
    private const int NotFound = 127;
    private const long ProcessLimit = 512;
    private const long DescriptorLimit = 16384;

    /// <inheritdoc/>
    public async Task<ContainerNetwork> CreateNetworkAsync(NetworkRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);

        // 1. With IPv6 if the engine can, else without.
        try
        {
            await CreateNetworkAsync(request, withV6: true, cancel);
        }
        catch (HarnessException refused) when (refused.InnerException is DockerApiException)
        {
            await CreateNetworkAsync(request, withV6: false, cancel);
        }

        // 2. Its gateways; the engine writes them with or without the prefix length, depending on its version.
        var network = await AskAsync("inspect its network", s_quick,
            (client, bound) => client.Networks.InspectNetworkAsync(request.Name, bound), cancel);
        var gateways = (network.IPAM?.Config ?? []).Select(config => Address(config.Gateway)).OfType<IPAddress>().ToList();
        return new(
            network.Name,
            gateways.First(gateway => gateway.AddressFamily == AddressFamily.InterNetwork),
            gateways.Find(gateway => gateway.AddressFamily == AddressFamily.InterNetworkV6));
    }

    /// <inheritdoc/>
    public async Task RunAsync(ContainerRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);

        await AskAsync($"create {request.Name}", s_quick,
            (client, bound) => client.Containers.CreateContainerAsync(Parameters(request), bound), cancel);
        if (request.Setup.Files.Count + request.Setup.Texts.Count > 0)
        {
            // Files may be of any size, so copying them may take as long as pulling an image.
            await using var files = ContainerFiles.Pack(request.Setup);
            await AskAsync($"copy files into {request.Name}", s_long, (client, bound) =>
                client.Containers.ExtractArchiveToContainerAsync(request.Name, new() { Path = "/" }, files, bound), cancel);
        }

        await StartAsync(request.Name, cancel);
    }

    /// <inheritdoc/>
    public Task StartAsync(string container, CancellationToken cancel) => AskAsync($"start {container}", s_quick,
        (client, bound) => client.Containers.StartContainerAsync(container, new(), bound), cancel);

    /// <inheritdoc/>
    public async Task<ContainerState> InspectAsync(string container, string network, CancellationToken cancel)
    {
        var found = await AskAsync($"inspect {container}", s_quick,
            (client, bound) => client.Containers.InspectContainerAsync(container, bound), cancel);
        var settings = found.NetworkSettings;
        var attached = settings?.Networks?.TryGetValue(network, out var endpoint) == true ? endpoint : null;
        var published = (settings?.Ports ?? new Dictionary<string, IList<PortBinding>>()).Where(
            port => port.Value is { Count: > 0 });
        return new(
            found.State?.Running == true,
            Address(attached?.IPAddress),
            Address(attached?.GlobalIPv6Address),
            published.ToDictionary(
                port => int.Parse(port.Key.Split('/')[0], CultureInfo.InvariantCulture),
                port => int.Parse(port.Value[0].HostPort, CultureInfo.InvariantCulture)),
            found.State is { Running: false } ended ? Exit(ended) : null);
    }

    /// <inheritdoc/>
    public Task<ContainerExit> WaitForExitAsync(string container, CancellationToken cancel) =>
        AskAsync($"wait for {container}", Timeout.InfiniteTimeSpan, async (client, bound) =>
        {
            await client.Containers.WaitContainerAsync(container, bound);
            return Exit((await client.Containers.InspectContainerAsync(container, bound)).State);
        }, cancel);

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(string container, IReadOnlyList<string> command, CancellationToken cancel)
    {
        var (code, text) = await AskAsync($"run a command in {container}", s_quick, async (client, bound) =>
        {
            var parameters = new ContainerExecCreateParameters { AttachStdout = true, AttachStderr = true, Cmd = [.. command] };
            var created = await client.Exec.CreateContainerExecAsync(container, parameters, bound);
            using var stream = await client.Exec.StartContainerExecAsync(created.ID, new(), bound);
            var output = await TextAsync(stream, bound);
            return ((await client.Exec.InspectContainerExecAsync(created.ID, bound)).ExitCode, output);
        }, cancel);
        return code is CannotRun or NotFound
            ? throw new HarnessException(
                $"'{string.Join(' ', command)}' cannot be run in {container} ({text}). Correct the versionCommand in its "
                    + "proxy.json.")
            : text;
    }

    /// <inheritdoc/>
    public Task<IRunningProgram> StartProgramAsync(
        string container, IReadOnlyList<string> command, bool withInput, CancellationToken cancel)
    {
        var groupFile = $"/tmp/group-{Guid.NewGuid():N}";
        return AskAsync<IRunningProgram>($"start a program in {container}", s_quick, async (client, bound) =>
        {
            var parameters = new ContainerExecCreateParameters
            {
                AttachStdin = withInput,
                AttachStdout = true,
                AttachStderr = true,
                Cmd = [.. ContainerProgram.Wrap(groupFile, command)],
            };
            var created = await client.Exec.CreateContainerExecAsync(container, parameters, bound);
            var stream = await client.Exec.StartContainerExecAsync(created.ID, new(), bound);
            return new ContainerProgram(stream, ExitCodeAsync, () => KillAsync(container, groupFile));

            Task<int> ExitCodeAsync(CancellationToken waiting) =>
                AskAsync($"inspect a program in {container}", s_quick, async (again, limit) =>
                    (int)((await again.Exec.InspectContainerExecAsync(created.ID, limit)).ExitCode ?? 0), waiting);
        }, cancel);
    }

    /// <inheritdoc/>
    public Task<string> ReadLogAsync(string container, int lines, CancellationToken cancel) =>
        AskAsync($"read the log of {container}", s_quick, async (client, bound) =>
        {
            using var stream = await client.Containers.GetContainerLogsAsync(container, new ContainerLogsParameters
            {
                ShowStdout = true,
                ShowStderr = true,
                Tail = lines.ToString(CultureInfo.InvariantCulture),
            }, bound);
            return await TextAsync(stream, bound);
        }, cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LabelledObject>> ListAsync(string label, CancellationToken cancel) =>
        AskAsync<IReadOnlyList<LabelledObject>>("list what the kit made", s_quick, async (client, bound) =>
        {
            var labelled = new Dictionary<string, IDictionary<string, bool>>
            {
                ["label"] = new Dictionary<string, bool> { [label] = true },
            };
            var containers = await client.Containers.ListContainersAsync(new() { All = true, Filters = labelled }, bound);
            var networks = await client.Networks.ListNetworksAsync(new() { Filters = labelled }, bound);
            return
            [
                .. containers.Select(item => Labelled(LabelledKind.Container, item.Names[0].TrimStart('/'), item.Labels)),
                .. networks.Select(item => Labelled(LabelledKind.Network, item.Name, item.Labels)),
            ];
        }, cancel);

    /// <inheritdoc/>
    public async Task RemoveAsync(LabelledObject item, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(item);

        try
        {
            await AskAsync($"remove {item.Name}", s_quick, (client, bound) => item.Kind == LabelledKind.Container
                ? client.Containers.RemoveContainerAsync(item.Name, new() { Force = true, RemoveVolumes = true }, bound)
                : client.Networks.DeleteNetworkAsync(item.Name, bound), cancel);
        }
        catch (HarnessException refused) when (IsGone(refused) || IsBeingRemoved(refused))
        {
            // Somebody else removed it: that is as good.
        }
    }

    private async Task CreateNetworkAsync(NetworkRequest request, bool withV6, CancellationToken cancel) =>
        await AskAsync("create a network", s_quick, (client, bound) => client.Networks.CreateNetworkAsync(new()
        {
            Name = request.Name,
            Driver = "bridge",
            Labels = request.Labels.ToDictionary(),
            EnableIPv6 = withV6,
            // The gateway is given, because not every engine reports one that it chose itself.
            IPAM = withV6
                ? new() { Config = [new() { Subnet = $"{request.PrefixV6}/64", Gateway = $"{request.PrefixV6}1" }] }
                : null,
        }, bound), cancel);

    // It may have ended by itself, and its container may be gone: that is as good.
    private async Task KillAsync(string container, string groupFile)
    {
        try
        {
            await ExecuteAsync(container, ContainerProgram.Kill(groupFile), CancellationToken.None);
        }
        catch (HarnessException gone) when (gone.InnerException is DockerApiException)
        {
            // Nothing is left to end.
        }
    }

    private static CreateContainerParameters Parameters(ContainerRequest request) => new()
    {
        Name = request.Name,
        Hostname = request.HostName,
        Image = request.Image,
        Labels = request.Labels.ToDictionary(),
        Env = [.. request.Setup.Environment.Select(variable => $"{variable.Key}={variable.Value}")],
        Cmd = [.. request.Setup.Arguments],
        ExposedPorts = request.PublishedPorts.ToDictionary(Tcp, _ => default(EmptyStruct)),
        HostConfig = new()
        {
            NetworkMode = request.Network,
            Memory = ContainerRequest.MemoryLimitMiB * 1024L * 1024,
            PidsLimit = ProcessLimit,
            Ulimits = [new() { Name = "nofile", Soft = DescriptorLimit, Hard = DescriptorLimit }],
            SecurityOpt = ["no-new-privileges"],
            CapDrop = ["ALL"],
            CapAdd = [.. request.Capabilities],
            ExtraHosts = [.. request.Hosts.Select(host => $"{host.Key}:{host.Value}")],
            PortBindings = request.PublishedPorts.ToDictionary(
                Tcp, _ => (IList<PortBinding>)[new() { HostIP = "127.0.0.1", HostPort = "" }]),
        },
    };

    private static ContainerExit Exit(State? state) => new((int)(state?.ExitCode ?? 0), state?.OOMKilled == true);

    private static string Tcp(int port) => $"{port}/tcp";

    private static LabelledObject Labelled(LabelledKind kind, string name, IDictionary<string, string>? labels) =>
        new(kind, name, new Dictionary<string, string>(labels ?? new Dictionary<string, string>()));

    private static bool IsBeingRemoved(HarnessException refused) =>
        refused.InnerException is DockerApiException { StatusCode: HttpStatusCode.Conflict }
        && refused.Message.Contains("already in progress", StringComparison.Ordinal);

    // Standard output and error together, in the order in which the engine passes them on.
    private static async Task<string> TextAsync(MultiplexedStream stream, CancellationToken cancel)
    {
        using var bytes = new MemoryStream();
        await stream.CopyOutputToAsync(Stream.Null, bytes, bytes, cancel);
        return Encoding.UTF8.GetString(bytes.ToArray()).TrimEnd();
    }

    private static IPAddress? Address(string? text) =>
        IPAddress.TryParse(text?.Split('/')[0], out var address) ? address : null;
}
