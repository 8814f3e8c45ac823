using System.CommandLine;
using System.Net;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.ScriptedProxies;
using ConformanceKit.Serving;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The argument and options of <c>serve</c>.</summary>
internal sealed class ServeOptions
{
    private static readonly IPEndPoint s_default = new(IPAddress.Loopback, 3128);

    private readonly Argument<string?> _name = new("BEHAVIOUR")
    {
        Description = "What to serve: one of those that 'serve --list' shows, or mutant:NAME (see 'mutants --list')",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<IPEndPoint> _listen = new("--listen")
    {
        HelpName = "ADDRESS:PORT",
        Description = "Where to listen, IPv6 in brackets; other machines cannot reach the default",
        DefaultValueFactory = _ => s_default,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (text.LastIndexOf(':') > text.LastIndexOf(']') && IPEndPoint.TryParse(text, out var at))
                return at;
            result.AddError(
                $"--listen {text}: give an IP address of this machine and a port, such as {s_default} or [::1]:3128.");
            return null;
        },
    };
    private readonly Option<string?> _listener = new("--listener")
    {
        HelpName = "NAME",
        Description = "Which listener of a mutant is served: plain, auth, tls, h2 and so on; default: the one that has the flaw",
    };
    private readonly Option<string?> _authority = CheckedOptions.File(
        "--ca-out",
        "Where to write the CA's certificate as PEM, for the client to trust; default: a file that is removed in the end");
    private readonly Option<bool> _list = new("--list") { Description = "Only list the behaviours" };

    /// <summary>Adds everything to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_name);
        Option[] options = [_listen, _listener, _authority, _list];
        foreach (var option in options)
            command.Add(option);
    }

    /// <summary>Where to listen.</summary>
    public IPEndPoint Listen(ParseResult parsed) => parsed.GetValue(_listen)!;

    /// <summary>The file for the certificate that the command line names, or null.</summary>
    public string? AuthorityOut(ParseResult parsed) => parsed.GetValue(_authority);

    /// <summary>What to serve; null to list what there is.</summary>
    /// <exception cref="UsageException">Nothing has that name.</exception>
    public IServed? Served(ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_list) || parsed.GetValue(_name) is not { } name)
            return null;
        if (name.StartsWith(KnownProxies.MutantPrefix, StringComparison.Ordinal))
            return OfMutant(context, name, parsed.GetValue(_listener));
        if (parsed.GetValue(_listener) is not null)
            throw new UsageException($"{_listener.Name} is about a mutant: '{name}' has one listener.");
        var known = BehaviourCatalogue.Of(context.Suite);
        return known.Find(name) is { } behaviour
            ? new ServedBehaviour(behaviour)
            : throw new UsageException(
                $"There is no behaviour '{name}'; 'serve --list' shows them all.{Hint(context, known, name)}");
    }

    private ServedMutant OfMutant(CommandContext context, string name, string? listener)
    {
        var mutant = MutantCatalogue.Of(context.Suite).Named(name[KnownProxies.MutantPrefix.Length..]);
        if (mutant.IsClient)
            throw new UsageException($"'{name}' is a client, and serve serves proxies: grade it with 'client {name}'.");
        if (listener is not null && (!ListenerNames.All.Contains(listener) || MutantProxy.Listener(listener) is null))
        {
            var all = ListenerNames.All.Where(known => MutantProxy.Listener(known) is not null);
            throw new UsageException(
                $"{_listener.Name} {listener}: there is no such listener; the reference has {string.Join(", ", all)}.");
        }

        return new(mutant, listener ?? ListenerOf(mutant, context));
    }

    // The one that has the flaw; and if all have it, that which the case needs that the mutant is made for.
    private static string ListenerOf(Mutant mutant, CommandContext context)
    {
        var flaw = mutant.CreateFlaw();
        var needed = mutant.Kills.Select(kill => context.Catalogue.Find(kill.Id)?.Requirement.Feature).FirstOrDefault();
        var listener = flaw.Listener
            ?? (needed is not null && MutantProxy.Listener(needed) is not null ? needed : ListenerNames.Plain);
        return flaw.Protocol is { } protocol ? ListenerNames.Through[protocol].GetValueOrDefault(listener, listener) : listener;
    }

    private static string Hint(CommandContext context, BehaviourCatalogue known, string name) =>
        MutantCatalogue.Of(context.Suite).Find(name) is { IsClient: false }
            ? $" Did you mean '{KnownProxies.MutantPrefix}{name}'?"
            : Closest.Hint(name, known.All.Select(behaviour => behaviour.Name));
}
