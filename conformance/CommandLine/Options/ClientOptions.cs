using System.CommandLine;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The arguments and options of <c>client</c>.</summary>
internal sealed class ClientOptions
{
    private readonly Argument<string[]> _names = new("NAME")
    {
        Description = $"Known clients (see 'clients'), or mutant:NAME, a client with one rule broken; default: "
            + $"{ClientCatalogue.HttpClient}, inside this process",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<string?> _name = ClientChoiceOptions.Name();
    private readonly ClientChoiceOptions _clients;
    private readonly GradingOptions _grading;

    /// <summary>The options for a suite.</summary>
    /// <param name="profiles">The ways of grading that the suite offers.</param>
    public ClientOptions(IReadOnlyList<Profile> profiles) => (_clients, _grading) = (new(_name), new(profiles));

    /// <summary>Adds everything to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_names);
        _clients.AddTo(command);
        command.Add(_name);
        _grading.AddTo(command);
    }

    /// <summary>Reads the request.</summary>
    /// <exception cref="UsageException">The request makes no sense.</exception>
    public RunRequest Read(ParseResult parsed, CommandContext context)
    {
        var clients = _clients.Clients(parsed, parsed.GetValue(_names) ?? []);
        return _grading.Read(parsed, context, new(progress => context.OpenClients(clients, progress), OfClients: true)
        {
            IsKnown = clients.Names.Count > 0,
        });
    }
}
