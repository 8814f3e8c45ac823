using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Running.Baselines;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The options that say which proxy to grade, and how patiently, for <c>run</c> and <c>explain</c>.</summary>
internal sealed class SharedOptions
{
    private readonly Option<string?> _address = new("--proxy")
    {
        HelpName = "URI",
        Description = "An instance that is already running, http://HOST:PORT; or mutant:NAME, a proxy with one rule broken",
    };
    private readonly Option<string?> _authAddress = new("--auth-proxy")
    {
        HelpName = "URI",
        Description = "Its listener that requires credentials, http://USER:PASSWORD@HOST:PORT (percent-encoded)",
    };
    private readonly Option<string?> _originAddress = new("--origin-address")
    {
        HelpName = "IP",
        Description =
            "This machine's address at which that instance reaches the origins; default: a loopback address for this run "
            + "alone, or 127.0.0.1",
    };
    private readonly Option<string?> _image = new("--image")
    {
        HelpName = "REF",
        Description = "A vendor's image, together with --port",
    };
    private readonly Option<int?> _port = CheckedOptions.Number("--port", 1, 65535);
    private readonly Option<string?> _directory = new("--proxies")
    {
        HelpName = "DIR",
        Description = "A directory of further proxy folders, each with a proxy.json",
    };
    private readonly Option<string?> _baselines = new("--baselines")
    {
        HelpName = "DIR",
        Description =
            "Where baselines are; default: those of the installed program, baselines beside the suite's project, or else "
            + "./baselines",
    };
    private readonly Option<string[]> _waits = new("--wait")
    {
        HelpName = "NAME=TIME",
        Description =
            "Change the time limit of a wait (reply, quiet, segment, dial, scenario, page, nightly, idle), e.g. quiet=500ms",
    };
    private readonly Option<bool> _verbose = new("--verbose")
    {
        Description = "Show evidence for warnings too, where in the harness an error arose, and where the time of a run went",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _port.Description = "The port on which the image's proxy listens";
        Option[] options = [_address, _authAddress, _originAddress, _image, _port, _directory, _baselines, _waits, _verbose];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>The chosen proxies.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public ProxyChoice Proxies(ParseResult parsed, IReadOnlyList<string> names) => new ProxyChoice(names)
    {
        Address = parsed.GetValue(_address),
        AuthAddress = parsed.GetValue(_authAddress),
        OriginAddress = parsed.GetValue(_originAddress),
        Image = parsed.GetValue(_image),
        Port = parsed.GetValue(_port),
        Directory = parsed.GetValue(_directory),
    }.Checked();

    /// <summary>The waits.</summary>
    /// <exception cref="UsageException">One is not <c>NAME=TIME</c>.</exception>
    public Waits Waits(ParseResult parsed) => WaitOverride.Apply(parsed.GetValue(_waits) ?? []);

    /// <summary>Whether the command line names the folder of baselines.</summary>
    public bool NamesBaselines(ParseResult parsed) => parsed.GetValue(_baselines) is not null;

    /// <summary>The folder of baselines.</summary>
    /// <exception cref="UsageException">The named folder does not exist.</exception>
    public BaselineFolder Baselines(ParseResult parsed, CommandContext context)
    {
        var path = parsed.GetValue(_baselines);
        if (path is not null && !Directory.Exists(path))
            throw new UsageException($"--baselines {path}: there is no such directory.");
        return new(path ?? context.Baselines);
    }

    /// <summary>Whether to show more.</summary>
    public bool Verbose(ParseResult parsed) => parsed.GetValue(_verbose);
}
