using System.ComponentModel;
using ConformanceKit.Model;

namespace ConformanceKit.Containers;

/// <summary>
/// Drives the <c>docker</c> command, so that contexts, rootless engines, BuildKit, the legacy builder and Podman's
/// <c>docker</c> all work as they do in the user's shell. No shell is involved.
/// </summary>
/// <param name="program">Name or path of the command.</param>
public sealed class DockerCommandLine(string program = "docker") : IContainerEngine
{
    private const int BuildTailLines = 15;
    private const int CannotRun = 126; // the exit codes of `docker exec`, the same as those of a shell
    private const int NotFound = 127;
    private static readonly TimeSpan s_quick = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(15);

    /// <inheritdoc/>
    public async Task EnsureAvailableAsync(CancellationToken cancel)
    {
        // An older client's `docker info` exits 0 even if the engine is down, but not when asked for the server's version.
        var result = await RunAsync(["info", "--format", "{{.ServerVersion}}"], s_answer, cancel);
        if (result.ExitCode != 0 || result.Output.Trim().Length == 0)
        {
            throw new HarnessException(
                $"The container engine does not answer (docker info: {LastLine(result)}). Start it, e.g. "
                + "`sudo systemctl start docker` or `sudo dockerd`, or run the embedded reference: conformancekit run");
        }
    }

    /// <inheritdoc/>
    public async Task<string?> FindImageAsync(string reference, CancellationToken cancel)
    {
        var result = await RunAsync(["image", "inspect", "--format", "{{.Id}}", reference], s_quick, cancel);
        return result.ExitCode == 0 ? result.Output.Trim() : null;
    }

    /// <inheritdoc/>
    public async Task PullImageAsync(string reference, CancellationToken cancel)
    {
        var result = await RunAsync(["pull", "--quiet", reference], s_long, cancel);
        if (result.ExitCode != 0)
        {
            throw new HarnessException(
                $"The image {reference} is not on this machine and cannot be pulled: {LastLine(result)}. "
                + "Check the name, log in to its registry, or build it here first.");
        }
    }

    /// <inheritdoc/>
    public async Task<string> BuildImageAsync(string contextFolder, string tag, CancellationToken cancel)
    {
        var scratch = Directory.CreateTempSubdirectory("conformancekit-");
        try
        {
            // Return the id, not the tag, of what was built: another run may move the tag meanwhile.
            var idFile = Path.Combine(scratch.FullName, "image");
            var result = await RunAsync(DockerArguments.Build(contextFolder, tag, idFile), s_long, cancel);
            if (result.ExitCode != 0)
            {
                throw new HarnessException(
                    $"The image could not be built from {Path.Combine(contextFolder, "Dockerfile")}. The build's last lines:"
                    + Environment.NewLine + result.Tail(BuildTailLines));
            }

            return (await File.ReadAllTextAsync(idFile, cancel)).Trim();
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    /// <inheritdoc/>
    public async Task<ContainerNetwork> CreateNetworkAsync(NetworkRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);

        var created = await RunAsync(DockerArguments.CreateNetwork(request, withV6: true), s_quick, cancel);
        if (created.ExitCode != 0)
            await CheckedAsync("create a network", DockerArguments.CreateNetwork(request, withV6: false), cancel);
        return DockerJson.Network(await CheckedAsync("inspect its network", ["network", "inspect", request.Name], cancel));
    }

    /// <inheritdoc/>
    public Task RunAsync(ContainerRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        return CheckedAsync($"start {request.Name}", DockerArguments.Run(request), cancel);
    }

    /// <inheritdoc/>
    public async Task<ContainerState> InspectAsync(string container, string network, CancellationToken cancel) =>
        DockerJson.Container(await CheckedAsync($"inspect {container}", ["container", "inspect", container], cancel), network);

    /// <inheritdoc/>
    public async Task<int> WaitForExitAsync(string container, CancellationToken cancel)
    {
        var result = await RunAsync(["wait", container], Timeout.InfiniteTimeSpan, cancel);
        return result.ExitCode == 0 && int.TryParse(result.Output.Trim(), out var code)
            ? code
            : throw new HarnessException($"The container engine could not wait for {container}: {LastLine(result)}");
    }

    /// <inheritdoc/>
    public async Task<string> ExecuteAsync(string container, IReadOnlyList<string> command, CancellationToken cancel)
    {
        var result = await RunAsync(DockerArguments.Execute(container, command), s_quick, cancel);
        return result.ExitCode is CannotRun or NotFound
            ? throw new HarnessException(
                $"'{string.Join(' ', command)}' cannot be run in {container} ({LastLine(result)}). Correct the versionCommand in "
                + "its proxy.json.")
            : string.Join('\n', result.Lines);
    }

    /// <inheritdoc/>
    public async Task<string> ReadLogAsync(string container, int lines, CancellationToken cancel)
    {
        var result = await RunAsync(DockerArguments.Log(container, lines), s_quick, cancel);
        return string.Join(Environment.NewLine, result.Lines);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LabelledObject>> ListAsync(string label, CancellationToken cancel) =>
    [
        .. await LabelledAsync(LabelledKind.Container, DockerArguments.ListContainers(label), ["container", "inspect"], cancel),
        .. await LabelledAsync(LabelledKind.Network, DockerArguments.ListNetworks(label), ["network", "inspect"], cancel),
    ];

    /// <inheritdoc/>
    public async Task RemoveAsync(LabelledObject item, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(item);

        var result = await RunAsync(DockerArguments.Remove(item), s_quick, cancel);
        if (result.ExitCode != 0 && !IsGone(result))
        {
            throw new HarnessException($"The container engine could not remove {item.Name}: {LastLine(result)}. "
                + "Try again with: conformancekit clean");
        }
    }

    private async Task<List<LabelledObject>> LabelledAsync(
        LabelledKind kind, List<string> list, List<string> inspect, CancellationToken cancel)
    {
        var ids = (await CheckedAsync("list the kit's containers and networks", list, cancel))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (ids.Length == 0)
            return [];

        // One of them may disappear between the two commands: the others are printed all the same.
        var result = await RunAsync([.. inspect, .. ids], s_quick, cancel);
        return result.ExitCode == 0 || IsGone(result)
            ? DockerJson.Labelled(result.Output, kind)
            : throw new HarnessException(
                $"The container engine could not list the kit's containers and networks: {LastLine(result)}");
    }

    private async Task<string> CheckedAsync(string what, List<string> arguments, CancellationToken cancel)
    {
        var result = await RunAsync(arguments, s_quick, cancel);
        return result.ExitCode == 0
            ? result.Output
            : throw new HarnessException($"The container engine could not {what}: {LastLine(result)}");
    }

    private async Task<SubprocessResult> RunAsync(List<string> arguments, TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            return await Subprocess.RunAsync(program, arguments, limit, cancel);
        }
        catch (Win32Exception missing)
        {
            throw new HarnessException(
                $"The command '{program}' cannot be run ({missing.Message}). Install Docker Engine (Debian and Ubuntu: "
                + "`sudo apt-get install docker.io`), or run the embedded reference: conformancekit run", missing);
        }
    }

    private static bool IsGone(SubprocessResult result) =>
        result.Error.Contains("no such", StringComparison.OrdinalIgnoreCase)
        || result.Error.Contains("not found", StringComparison.OrdinalIgnoreCase)
        || result.Error.Contains("already in progress", StringComparison.OrdinalIgnoreCase);

    private static string LastLine(SubprocessResult result) =>
        result.Tail(1) is { Length: > 0 } line ? line : $"exit code {result.ExitCode}, no output";
}
