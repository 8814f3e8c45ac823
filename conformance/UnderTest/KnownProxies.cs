using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>
/// Makes the chosen proxies: embedded, from the catalogue, at an address, from an image. None of them is started here.
/// </summary>
internal static class KnownProxies
{
    /// <summary>What the name of every mutant begins with where proxies are named.</summary>
    public const string MutantPrefix = "mutant:";

    /// <summary>Makes the chosen proxies.</summary>
    /// <param name="mutant">Makes the mutant with a name, or throws a <see cref="UsageException"/>.</param>
    /// <param name="containers">Owns what is started in containers, beyond the proxies' own end.</param>
    /// <param name="choice">What the command line asks for.</param>
    /// <param name="progress">Told of long steps.</param>
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
            throw new UsageException(
                $"There is no proxy '{name}'; there are "
                    + $"{string.Join(", ", catalogue.Names)}.{Closest.Hint(name, catalogue.Names)} "
                + "Folders of your own are added with --proxies DIR.");
        }

        return name == ProxyCatalogue.Embedded
            ? new EmbeddedProxy()
            : new ContainerProxy(catalogue.Find(name), containers, progress);
    }
}
