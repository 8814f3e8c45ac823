using ConformanceKit.Browsers;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Makes the clients that a command line names.</summary>
internal static class ClientTargets
{
    /// <summary>Makes them.</summary>
    /// <param name="context">The suite, whose mutants can be named.</param>
    /// <param name="names">Their names; none means .NET's HttpClient.</param>
    /// <exception cref="UsageException">No client has one of these names.</exception>
    public static ProxySet Open(CommandContext context, IReadOnlyList<string> names) => new(
    [
        .. (names.Count > 0 ? names : [ClientCatalogue.HttpClient])
            .Select(name => new ProxyTarget(Named(context, name), ShellWord.Quoted(name))),
    ]);

    private static ClientUnderTest Named(CommandContext context, string name) =>
        name.StartsWith(KnownProxies.MutantPrefix, StringComparison.Ordinal)
            ? MutantCatalogue.Of(context.Suite).Named(name[KnownProxies.MutantPrefix.Length..]).CreateClient()
                ?? throw new UsageException($"'{name}' is a proxy: grade it with 'run {name}'.")
            : name == BrowserClient.ClientName ? new BrowserClient()
            : ClientCatalogue.Open(name);
}
