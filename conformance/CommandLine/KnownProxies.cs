using System.Reflection;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Proxies;
using ConformanceKit.Running;

namespace ConformanceKit.CommandLine;

/// <summary>Makes the chosen proxies: embedded, from the catalogue, at an address, from an image. None of them is started here.</summary>
internal static class KnownProxies
{
    /// <summary>Makes the chosen proxies.</summary>
    /// <param name="suite">The assembly whose mutants may be named, or null.</param>
    /// <param name="containers">Owns what is started in containers, beyond the proxies' own end.</param>
    /// <param name="choice">What the command line asks for.</param>
    /// <param name="progress">Told of long steps.</param>
    /// <exception cref="UsageException">A name is unknown or an address is malformed.</exception>
    public static ProxySet Open(Assembly? suite, ContainerSession containers, ProxyChoice choice, Action<string> progress)
    {
        var catalogue = new ProxyCatalogue(choice.Directory);
        var targets = choice.Names.Select(name => new ProxyTarget(Named(name, suite, catalogue, containers, progress), choice.NameArguments(name))).ToList();
        if (choice.Address is { } address)
            targets.Add(new(new AddressProxy(address, choice.AuthAddress, choice.OriginAddress), choice.AddressArguments));
        if (choice.Image is { } image)
        {
            var definition = ProxyDefinition.ForImage(image, new ListenerDefinition(choice.Port!.Value));
            targets.Add(new(new ContainerProxy(definition, containers, progress), choice.ImageArguments));
        }
        return new(targets);
    }

    private static ProxyUnderTest Named(
        string name, Assembly? suite, ProxyCatalogue catalogue, ContainerSession containers, Action<string> progress)
    {
        if (suite is not null && name.StartsWith(MutantProxy.Prefix, StringComparison.Ordinal))
            return Mutant(MutantCatalogue.Of(suite), name[MutantProxy.Prefix.Length..]);
        if (!catalogue.Names.Contains(name))
            throw new UsageException(
                $"There is no proxy '{name}'; there are {string.Join(", ", catalogue.Names)}.{Closest.Hint(name, catalogue.Names)} "
                + "Folders of your own are added with --proxies DIR.");
        return name == ProxyCatalogue.Embedded
            ? new EmbeddedProxy()
            : new ContainerProxy(catalogue.Find(name), containers, progress);
    }

    private static MutantProxy Mutant(MutantCatalogue mutants, string name) =>
        new(mutants.Find(name) ?? throw MutantsCommand.Unknown(mutants, name));
}
