using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Clients;

/// <summary>Any client of this machine that is a command: it is run once for each task.</summary>
public sealed class CommandClient : InProcessClient
{
    private const string Option = "--command";

    private readonly CommandTemplate _template;
    private readonly string _program;
    private readonly string _folder;
    private readonly Turns _turns = new();
    private readonly StartOnce _start;

    /// <summary>A client that starts with each task.</summary>
    /// <param name="choice">The command.</param>
    /// <exception cref="UsageException">It makes no sense, or there is no such program.</exception>
    internal CommandClient(CommandChoice choice)
        : base("")
    {
        // 1. The words, with the placeholders that are needed.
        _template = choice.Template();
        if (_template.Command.Count == 0)
            throw new UsageException($"{Option}: is empty; give a client, such as 'curl -x {{proxy}} --cacert {{ca}} {{url}}'.");
        if (_template.Fault() is { } fault)
            throw new UsageException($"{CommandChoice.OptionOf(fault.Part)}: {fault.Problem}.");
        _program = LocalProgram.Find(_template.Command[0])
            ?? throw new UsageException($"{Option}: there is no program '{_template.Command[0]}'; install it, or give its path.");

        // 2. What it is called, and what it can do.
        Name = choice.Name ?? Path.GetFileName(_program);
        Features = ClientFeatures.Of([.. choice.Features, .. _template.Features]);
        _folder = Path.Combine(Path.GetTempPath(), $"conformancekit-client-{Guid.NewGuid():N}");
        _start = new StartOnce(WriteCaAsync);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features { get; }

    private string CaFile => Path.Combine(_folder, "ca.pem");

    /// <inheritdoc/>
    public override Task<RunningSubject> StartAsync(CancellationToken cancel) => _start.GetAsync(cancel);

    /// <inheritdoc/>
    public override Task<IDisposable?> TurnAsync(CancellationToken cancel) => _turns.TakeAsync(cancel);

    /// <inheritdoc/>
    public override async Task<ClientAnswer> FetchAsync(ClientTask task, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(task);

        var home = Directory.CreateDirectory(Path.Combine(_folder, Guid.NewGuid().ToString("N"))).FullName;
        var environment = CleanEnvironment.Of(Environment.GetEnvironmentVariable("PATH") ?? "", home);
        await using var program = LocalProgram.Start([_program, .. _template.Fill(task, CaFile).Skip(1)], environment, home);
        program.Input.Close();
        return ProgramAnswers.Of(
            Name, await ProgramResult.OfAsync(program, cancel), Features.Contains(ClientFeatures.Stdio));
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _start.DisposeAsync();
        _turns.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
        await base.DisposeAsync();
    }

    // Once: each case starts the client, and others may be reading the file by then.
    private async Task<RunningSubject> WriteCaAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(CaFile, Certificates.Authority.ExportCertificatePem() + "\n", cancel);
        return await base.StartAsync(cancel);
    }
}
