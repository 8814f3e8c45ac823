using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>
/// Creates the chosen proxies: embedded, from the catalogue, at an address, or from an image. None of them is started here.
/// </summary>
internal static class KnownProxies
{
    /// <summary>The prefix of a mutant's name wherever a proxy can be named.</summary>
    public const string MutantPrefix = "mutant:";

    /// <summary>Creates the chosen proxies.</summary>
    /// <param name="mutant">Creates the mutant with the given name, or throws a <see cref="UsageException"/>.</param>
    /// <param name="containers">Owns what is started in containers, and outlives the proxies.</param>
    /// <param name="choice">What the command line chooses.</param>
    /// <param name="progress">Called with one line when a long step begins.</param>
    /// <exception cref="UsageException">A name is unknown or an address is malformed.</exception>
    public static SubjectSet Open(
        Func<string, ProxyUnderTest> mutant, ContainerSession containers, ProxyChoice choice, Action<string> progress)
    {
        // 1. Those that are known by name.
        var catalogue = new ProxyCatalogue(choice.Directory);
        var targets = choice.Names
            .Select(name => new ChosenSubject(Named(name, mutant, catalogue, InContainer), choice.NameArguments(name))).ToList();

        // 2. The instance or the image that the command line describes.
        var description = ProxyDescription.Read(choice.Describe);
        var naming = (choice.Name ?? description.Name) is null ? SubjectNaming.Place : SubjectNaming.Given;
        if (choice.HasAddress)
        {
            var instance = new AddressProxy(AddressDefinition.Of(choice, description));
            targets.Add(new(instance, choice.AddressArguments) { Naming = naming });
        }

        if (choice.Image is not null)
            targets.Add(new(InContainer(description.ForImage(choice)), choice.ImageArguments) { Naming = naming });

        // 3. Results are told apart by name.
        return targets.CountBy(target => target.Subject.Name).FirstOrDefault(same => same.Value > 1) is { Key: { } twice }
            ? throw new UsageException($"Two proxies are called '{twice}': choose another name with --name.")
            : new(targets);

        ContainerProxy InContainer(ProxyDefinition definition) => new(
            definition with { Ports = choice.OriginPorts, Preflight = choice.Preflight }, containers, progress);
    }

    private static ProxyUnderTest Named(
        string name, Func<string, ProxyUnderTest> mutant, ProxyCatalogue catalogue,
        Func<ProxyDefinition, ContainerProxy> inContainer)
    {
        if (name.StartsWith(MutantPrefix, StringComparison.Ordinal))
            return mutant(name[MutantPrefix.Length..]);
        if (!catalogue.Names.Contains(name))
        {
            if (ProxyAddress.Hint(name) is { Length: > 0 } address)
                throw new UsageException($"There is no proxy '{name}'.{address}");
            throw new UsageException(
                $"There is no proxy '{name}'.{Closest.Hint(name, catalogue.Names)} "
                + $"Known: {string.Join(", ", catalogue.Names)}. "
                + "Use --proxies DIR to add your own.");
        }

        return name == ProxyCatalogue.Embedded
            ? new EmbeddedProxy()
            : inContainer(catalogue.Find(name));
    }
}
