using System.CommandLine;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Running.Catalogue;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The arguments and options of <c>client</c>.</summary>
/// <param name="profiles">The ways of grading that the suite offers.</param>
internal sealed class ClientOptions(IReadOnlyList<Profile> profiles)
{
    private readonly Argument<string[]> _names = new("NAME")
    {
        Description = $"Known clients (see 'clients'), or mutant:NAME, a client with one rule broken; default: "
            + $"{ClientCatalogue.HttpClient}, inside this process",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly GradingOptions _grading = new(profiles);

    /// <summary>Adds everything to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_names);
        _grading.AddTo(command);
    }

    /// <summary>Reads the request.</summary>
    /// <exception cref="UsageException">The request makes no sense.</exception>
    public RunRequest Read(ParseResult parsed, CommandContext context)
    {
        var names = parsed.GetValue(_names) ?? [];
        if (names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new UsageException($"The client '{twice.Key}' is named twice.");
        return _grading.Read(parsed, context, new(_ => ClientTargets.Open(context, names), OfClients: true));
    }
}
