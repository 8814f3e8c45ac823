using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Origins;

namespace ConformanceKit.UnderTest;

/// <summary>A proxy in a container: built from its folder, or a vendor's image.</summary>
public sealed partial class ContainerProxy : ProxyUnderTest
{
    private const int LogLines = 200;
    private const int FragileInstances = 4;
    private static readonly TimeSpan s_forwardingLimit = TimeSpan.FromSeconds(5);

    private readonly ProxyDefinition _definition;
    private readonly ContainerSession _session;
    private readonly Action<string> _progress;
    private readonly StartOnce _start;
    private bool _direct = OperatingSystem.IsLinux();
    private ConcurrentBag<string> _containers = [];
    private volatile string _step = "";

    /// <summary>A proxy that starts on first use.</summary>
    /// <param name="definition">What to run.</param>
    /// <param name="session">Owns the network and removes the container in the end.</param>
    /// <param name="progress">Called with one line when a long step begins.</param>
    public ContainerProxy(ProxyDefinition definition, ContainerSession session, Action<string> progress)
    {
        (_definition, _session, _progress) = (definition, session, progress);
        _start = new StartOnce(StartContainerAsync);
    }

    /// <inheritdoc/>
    public override string Name => _definition.Name;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features =>
        _direct ? _definition.Features.Append(ProxyFeatures.DirectAddress).ToHashSet() : _definition.Features;

    /// <inheritdoc/>
    public override bool Fragile => _definition.Fragile;

    /// <inheritdoc/>
    public override string StartStep => _step;

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigurationFile> Configuration =>
        _definition.Folder is { } folder ? ConfigurationFile.ReadAll(folder) : ConfigurationFile.ReadAll(_definition.Setup.Files);

    /// <inheritdoc/>
    public override Task<RunningSubject> StartAsync(CancellationToken cancel) => _start.GetAsync(cancel);

    /// <inheritdoc/>
    public override async Task<string> ReadLogAsync(CancellationToken cancel) => string.Join(
        Environment.NewLine,
        await Task.WhenAll(
            _containers.Order(StringComparer.Ordinal).Select(name => _session.Engine.ReadLogAsync(name, LogLines, cancel))));

    /// <inheritdoc/>
    public override async Task<string> HowItEndedAsync(CancellationToken cancel)
    {
        // The engine notices the end of a program a little later than those who were connected to it.
        var exits = await Task.WhenAll(_containers.Select(name => _session.Engine.WaitForExitAsync(name, cancel)));
        return string.Join("; ", exits.Distinct());
    }

    /// <inheritdoc/>
    public override async Task<RunningSubject?> RestartAsync(CancellationToken cancel)
    {
        // The same container, so that its log goes on. It may have another address then.
        var running = await _start.GetAsync(cancel);
        var container = _containers.Single();
        await _session.Engine.StartAsync(container, cancel);
        var network = await _session.NetworkAsync(cancel);
        var (listeners, notes) = await ReadyAsync(container, network, PlaceIn(network), cancel);
        running = running with { Listeners = listeners, Notes = notes };
        _start.Replace(running);
        return running;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _start.DisposeAsync();
        await RemoveAsync();
    }

    private async Task<RunningSubject> StartContainerAsync(CancellationToken cancel)
    {
        // 1. The image: the vendor's, or built from the folder.
        await _session.Engine.EnsureAvailableAsync(cancel);
        var asked = Stopwatch.GetTimestamp();
        var began = asked;
        var image = _definition.Image is { } reference
            ? await FetchAsync(reference, cancel)
            : await _session.BuildAsync(() =>
            {
                began = Stopwatch.GetTimestamp();
                return BuildAsync(_definition.Folder!, cancel);
            }, cancel);
        var imageTime = Stopwatch.GetElapsedTime(began);

        // 2. The container, on the network of this run; several containers if one request can end the program.
        _progress($"{Name}: starting");
        _step = "";
        var network = await _session.NetworkAsync(cancel);
        _direct = network.Direct;
        var names = Enumerable.Range(1, Fragile ? FragileInstances : 1).Select(number => number == 1 ? Name : $"{Name}-{number}");
        try
        {
            var instances = await Task.WhenAll(names.Select(name => StartInstanceAsync(name, image, network, cancel)));
            _progress($"{Name}: ready");
            return instances[0] with
            {
                Twins = instances[1..],
                QueueTime = Stopwatch.GetElapsedTime(asked, began),
                ImageTime = imageTime,
            };
        }
        catch
        {
            await RemoveAsync();
            throw;
        }
    }

    private async Task<RunningSubject> StartInstanceAsync(string name, string image, SessionNetwork network,
        CancellationToken cancel)
    {
        // 1. Start the container. The engine chooses its address too late for a certificate; that of a published port is known.
        var ports = _definition.Listeners.Values.Select(l => l.EndPoint.Port).Distinct().ToList();
        IReadOnlyList<string> hosts = [ContainerSession.HostName(name), .. network.Direct ? (string[])[] : ["127.0.0.1"]];
        var setup = _definition.Setup with { Texts = CertificateFiles.Contents(_definition.Listeners.Values, hosts) };
        var container = await _session.StartAsync(name, image, _definition.Capabilities, ports, setup, cancel);
        _containers.Add(container);

        // 2. Wait until it answers and finds the origins; read its version.
        var place = PlaceIn(network);
        var (listeners, notes) = await ReadyAsync(container, network, place, cancel);
        if (_definition.Preflight)
        {
            var main = ListenerNames.MainOf(listeners.Keys)!;
            var endPoint = listeners[main].EndPoint;
            var reach = await ReadyProbe.ReachAsync(main, endPoint, place, cancel);
            Preflight.Check(reach, Features, place.Ports, Preflight.ContainerAdvice);
        }

        return new RunningSubject(
            listeners,
            await ReadVersionAsync(container, cancel),
            image,
            network.OriginAddress,
            SessionNetwork.OriginHost,
            await network.OriginAddressV6Async(cancel))
        {
            Denies = _definition.Denies,
            UnderscoreHost = SessionNetwork.UnderscoreHost,
            Notes = notes,
        };
    }

    private OriginPlace PlaceIn(SessionNetwork network) =>
        new(network.OriginAddress, SessionNetwork.OriginHost, null) { Ports = _definition.Ports };

    private async Task<(Dictionary<string, Listener> Listeners, IReadOnlyList<string> Notes)> ReadyAsync(
        string container, SessionNetwork network, OriginPlace place, CancellationToken cancel)
    {
        var notes = new List<string>();
        var listeners = await ReadyListenersAsync(container, network, place, notes, cancel);
        var main = ListenerNames.MainOf(listeners.Keys)!;
        await ReadyProbe.WaitUntilForwardingAsync(main, listeners[main].EndPoint, place, s_forwardingLimit, cancel);
        return (listeners, notes);
    }

    private Action<string> Noting(string what) => detail => _step = $"{what}, {detail}";

    private async Task<string> FetchAsync(string reference, CancellationToken cancel)
    {
        if (await _session.Engine.FindImageAsync(reference, cancel) is { } present)
            return present;

        _progress($"{Name}: pulling image");
        await _session.Engine.PullImageAsync(reference, Noting("pulling image"), cancel);
        return await _session.Engine.FindImageAsync(reference, cancel)
            ?? throw new HarnessException($"The image {reference} was pulled, but cannot be found.");
    }

    private async Task<string> BuildAsync(string folder, CancellationToken cancel)
    {
        var name = $"conformancekit/{Name}";
        if (_definition.PublishProject is not { } project)
        {
            _progress($"{Name}: building image");
            return await _session.Engine.BuildImageAsync(folder, name, Noting("building image"), cancel);
        }

        _progress($"{Name}: publishing {Path.GetFileNameWithoutExtension(project)}");
        await using var context = await PublishedContext.CreateAsync(folder, project, cancel);
        _progress($"{Name}: building image");
        return await _session.Engine.BuildImageAsync(context.Folder, name, Noting("building image"), cancel);
    }

    private async Task<string> ReadVersionAsync(string name, CancellationToken cancel)
    {
        if (_definition.Version.Length > 0 || _definition.VersionCommand.Count == 0)
            return _definition.Version;
        var printed = await _session.Engine.ExecuteAsync(name, _definition.VersionCommand, cancel);
        return DottedNumber().Match(printed) is { Success: true } version ? version.Value : printed.Split('\n')[0];
    }

    // What cannot be removed costs no result: the session, which owns it, tries again and says what is left.
    private async Task RemoveAsync() => await Task.WhenAll(
        Interlocked.Exchange(ref _containers, []).Select(name => _session.Engine.RemoveAsync(
            new LabelledObject(LabelledKind.Container, name, new Dictionary<string, string>()), CancellationToken.None)))
        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [GeneratedRegex(@"\d+(\.\d+)+")]
    private static partial Regex DottedNumber();
}
