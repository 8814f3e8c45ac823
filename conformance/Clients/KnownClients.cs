using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Clients;

/// <summary>Creates the chosen clients: in this process, in containers, or as a command. None of them is started here.</summary>
internal static class KnownClients
{
    /// <summary>Creates the chosen clients.</summary>
    /// <param name="makers">Create those that need more than this room has.</param>
    /// <param name="choice">What the command line chooses.</param>
    /// <exception cref="UsageException">A name is unknown, or the command makes no sense.</exception>
    public static SubjectSet Open(ClientMakers makers, ClientChoice choice)
    {
        // 1. Those that are known by name.
        var catalogue = new ClientCatalogue(choice.Directory);
        var targets = choice.Names.Select(name => new ChosenSubject(Named(name), choice.NameArguments(name))).ToList();

        // 2. The one that the command line describes.
        if (choice.Command is { } command)
        {
            targets.Add(new(new CommandClient(command), choice.CommandArguments)
            {
                Naming = command.Name is null ? SubjectNaming.Place : SubjectNaming.Given,
            });
        }

        // 3. Results are told apart by name.
        return targets.CountBy(target => target.Subject.Name).FirstOrDefault(same => same.Value > 1) is { Key: { } twice }
            ? throw new UsageException($"Two clients are called '{twice}': choose another name with --name.")
            : new(targets);

        ClientUnderTest Named(string name) => name.StartsWith(KnownProxies.MutantPrefix, StringComparison.Ordinal)
            ? makers.Mutant(name[KnownProxies.MutantPrefix.Length..])
            : catalogue.Open(name, makers);
    }
}
