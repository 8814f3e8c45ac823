using System.Net;
using ConformanceKit.Containers;

namespace ConformanceKit.Tests.Containers;

/// <summary>An engine whose bridge address belongs to no interface of this machine, like that of an engine in a VM.</summary>
internal sealed class RemoteBridgeEngine(IContainerEngine inner) : IContainerEngine
{
    public string Command => inner.Command;

    public async Task<ContainerNetwork> CreateNetworkAsync(NetworkRequest request, CancellationToken cancel) =>
        await inner.CreateNetworkAsync(request, cancel) with { Gateway = IPAddress.Parse("203.0.113.1") };

    public Task EnsureAvailableAsync(CancellationToken cancel) => inner.EnsureAvailableAsync(cancel);

    public Task<string?> FindImageAsync(string reference, CancellationToken cancel) => inner.FindImageAsync(reference, cancel);

    public Task PullImageAsync(string reference, Action<string> progress, CancellationToken cancel) =>
        inner.PullImageAsync(reference, progress, cancel);

    public Task<string> BuildImageAsync(
        string contextFolder, string name, Action<string> progress, CancellationToken cancel) =>
        inner.BuildImageAsync(contextFolder, name, progress, cancel);

    public Task RunAsync(ContainerRequest request, CancellationToken cancel) => inner.RunAsync(request, cancel);

    public Task StartAsync(string container, CancellationToken cancel) => inner.StartAsync(container, cancel);

    public Task<ContainerState> InspectAsync(string container, string network, CancellationToken cancel) =>
        inner.InspectAsync(container, network, cancel);

    public Task<ContainerExit> WaitForExitAsync(string container, CancellationToken cancel) =>
        inner.WaitForExitAsync(container, cancel);

    public Task<string> ExecuteAsync(string container, IReadOnlyList<string> command, CancellationToken cancel) =>
        inner.ExecuteAsync(container, command, cancel);

    public Task<IRunningProgram> StartProgramAsync(
        string container, IReadOnlyList<string> command, bool withInput, CancellationToken cancel) =>
        inner.StartProgramAsync(container, command, withInput, cancel);

    public Task<string> ReadLogAsync(string container, int lines, CancellationToken cancel) =>
        inner.ReadLogAsync(container, lines, cancel);

    public Task<IReadOnlyList<LabelledObject>> ListAsync(string label, CancellationToken cancel) =>
        inner.ListAsync(label, cancel);

    public Task RemoveAsync(LabelledObject item, CancellationToken cancel) => inner.RemoveAsync(item, cancel);
}
