using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The arguments and options of <c>run</c>.</summary>
/// <param name="profiles">The ways of grading that the suite offers.</param>
internal sealed class RunOptions(IReadOnlyList<Profile> profiles)
{
    private readonly Argument<string[]> _names = new("PROXY")
    {
        Description =
            "Known proxies (see 'proxies'), or mutant:NAME, a proxy with one rule broken; default: embedded, the "
            + "reference inside this process",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly ProxyChoiceOptions _proxies = new();
    private readonly GradingOptions _grading = new(profiles);
    private readonly Option<bool> _noBrowser = new("--no-browser")
    {
        Description = "Grade what needs a browser as not applicable",
    };

    /// <summary>Adds everything to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_names);
        AddOptionsTo(command);
    }

    /// <summary>Adds the options alone: where a command can follow, a proxy's name cannot.</summary>
    public void AddOptionsTo(Command command)
    {
        _proxies.AddTo(command);
        command.Add(_noBrowser);
        _grading.AddTo(command);
    }

    /// <summary>Reads the request.</summary>
    /// <exception cref="UsageException">The request makes no sense.</exception>
    public RunRequest Read(ParseResult parsed, CommandContext context)
    {
        var proxies = _proxies.Proxies(parsed, parsed.GetValue(_names) ?? []);
        return _grading.Read(parsed, context, new(progress => context.OpenProxies(proxies, progress), OfClients: false)
        {
            IsKnown = proxies.Names.Count > 0,
            Workers = proxies.HasAddress ? RunRequest.WorkersAtAddress : RunRequest.DefaultWorkers,
            NoBrowser = parsed.GetValue(_noBrowser),
            OriginPorts = proxies.OriginPorts,
        });
    }
}
