using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Clients;

/// <summary>A client in a container, built from its folder.</summary>
internal sealed partial class ContainerClient : ClientUnderTest
{
    private const string CaFile = "/etc/conformancekit-ca.pem";

    // The container only waits for commands. A shell takes on the processes that lose their parents, and ends them properly.
    private static readonly string[] s_wait = ["sh", "-c", "sleep infinity; :"];

    // The shell that runs programs ends them itself. On a busy machine, it tells that late.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(25);

    private readonly ClientDefinition _definition;
    private readonly ContainerSession _session;
    private readonly Action<string> _progress;
    private readonly StartOnce _start;
    private readonly ScriptRunner _script;
    private readonly Turns _turns = new();
    private volatile string _step = "";
    private volatile string _container = "";

    /// <summary>A client that starts on first use.</summary>
    /// <param name="definition">What to run.</param>
    /// <param name="session">Owns the network and removes the container in the end.</param>
    /// <param name="progress">Called with one line when a long step begins.</param>
    public ContainerClient(ClientDefinition definition, ContainerSession session, Action<string> progress)
    {
        (_definition, _session, _progress) = (definition, session, progress);
        _start = new StartOnce(StartContainerAsync);
        _script = definition.Command is { } command
            ? new(
                Name,
                new ShellMessages(Name, command, CaFile, Features.Contains(ClientFeatures.Stdio)),
                cancel => ProgramAsync(ShellMessages.Shell, true, cancel))
            : new(Name, new ScriptMessages(CaFile), cancel => ProgramAsync(definition.Script, true, cancel));
    }

    /// <inheritdoc/>
    public override string Name => _definition.Name;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features => _definition.Features;

    /// <inheritdoc/>
    public override string StartStep => _step;

    /// <inheritdoc/>
    public override IReadOnlyList<ConfigurationFile> Configuration => ConfigurationFile.ReadAll(_definition.Folder);

    /// <inheritdoc/>
    public override Task<RunningSubject> StartAsync(CancellationToken cancel) => _start.GetAsync(cancel);

    /// <inheritdoc/>
    public override TimeSpan Grace => _definition.Command is null ? base.Grace : s_grace;

    /// <inheritdoc/>
    public override Task<IDisposable?> TurnAsync(CancellationToken cancel) =>
        _definition.Command is null ? base.TurnAsync(cancel) : _turns.TakeAsync(cancel);

    /// <inheritdoc/>
    public override Task<ClientAnswer> FetchAsync(ClientTask task, CancellationToken cancel) => _script.FetchAsync(task, cancel);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _turns.Dispose();
        await _script.DisposeAsync();
        await _start.DisposeAsync();
        if (_container.Length > 0)
        {
            // What cannot be removed costs no result: the session, which owns it, tries again and says what is left.
            await ((Task)_session.Engine.RemoveAsync(
                new LabelledObject(LabelledKind.Container, _container, new Dictionary<string, string>()), CancellationToken.None))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<RunningSubject> StartContainerAsync(CancellationToken cancel)
    {
        // 1. The image.
        await _session.Engine.EnsureAvailableAsync(cancel);
        var asked = Stopwatch.GetTimestamp();
        var began = asked;
        var image = await _session.BuildAsync(() =>
        {
            began = Stopwatch.GetTimestamp();
            _progress($"{Name}: building image");
            return _session.Engine.BuildImageAsync(
                _definition.Folder, $"conformancekit/client-{Name}", detail => _step = $"building image, {detail}", cancel);
        }, cancel);
        var imageTime = Stopwatch.GetElapsedTime(began);

        // 2. The container, which has the run's CA, on the network of this run.
        _progress($"{Name}: starting");
        _step = "";
        var network = await _session.NetworkAsync(cancel);
        var setup = new ContainerSetup
        {
            Arguments = s_wait,
            Texts = new Dictionary<string, string> { [CaFile] = Certificates.Authority.ExportCertificatePem() + "\n" },
        };
        _container = await _session.StartAsync($"client-{Name}", image, capabilities: [], ports: [], setup, cancel);

        // 3. The version, which shows that programs can be run there.
        var version = await VersionAsync(cancel);
        _progress($"{Name}: ready");
        return new RunningSubject(
            new Dictionary<string, Listener>(),
            version,
            image,
            network.OriginAddress,
            SessionNetwork.OriginHost,
            await network.OriginAddressV6Async(cancel))
        {
            QueueTime = Stopwatch.GetElapsedTime(asked, began),
            ImageTime = imageTime,
        };
    }

    private Task<IRunningProgram> ProgramAsync(IReadOnlyList<string> command, bool withInput, CancellationToken cancel) =>
        _session.Engine.StartProgramAsync(_container, CleanEnvironment.InContainer(command), withInput, cancel);

    private async Task<string> VersionAsync(CancellationToken cancel)
    {
        await using var program = await ProgramAsync(_definition.VersionCommand, withInput: false, cancel);
        var result = await ProgramResult.OfAsync(program, cancel);
        if (result.ExitCode != 0)
        {
            throw new HarnessException(
                $"The client {Name}: '{string.Join(' ', _definition.VersionCommand)}' ended with exit code {result.ExitCode}: "
                + $"{ProgramAnswers.End(result.Error)}. Correct version in its {ClientFile.Name}.");
        }

        var printed = Encoding.UTF8.GetString(result.Output);
        return DottedNumber().Match(printed) is { Success: true } version ? version.Value : printed.Split('\n')[0];
    }

    [GeneratedRegex(@"[0-9]+(\.[0-9]+)+")]
    private static partial Regex DottedNumber();
}
