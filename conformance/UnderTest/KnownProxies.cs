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
    public static ProxySet Open(
        Func<string, ProxyUnderTest> mutant, ContainerSession containers, ProxyChoice choice, Action<string> progress)
    {
        var catalogue = new ProxyCatalogue(choice.Directory);
        var targets = choice.Names.Select(
            name => new ProxyTarget(Named(name, mutant, catalogue, containers, progress), choice.NameArguments(name))).ToList();
        if (choice.Address is { } address)
            targets.Add(new(new AddressProxy(address, choice.AuthAddress, choice.OriginAddress), choice.AddressArguments));
        if (choice.Image is { } image)
        {
            var definition = ProxyDefinition.ForImage(image, Listener.OnPort(choice.Port!.Value));
            targets.Add(new(new ContainerProxy(definition, containers, progress), choice.ImageArguments));
        }
        return new(targets);
    }

    private static ProxyUnderTest Named(
        string name, Func<string, ProxyUnderTest> mutant, ProxyCatalogue catalogue, ContainerSession containers,
        Action<string> progress)
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
            : new ContainerProxy(catalogue.Find(name), containers, progress);
    }
}
