using System.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.Origins;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Reporting.Terminal;
using ConformanceKit.ScriptedProxies;
using ConformanceKit.Serving;

namespace ConformanceKit.CommandLine.Commands;

/// <summary><c>serve</c>: one proxy to point a client at, with the exchange as it happens.</summary>
internal sealed class ServeCommand(CommandContext context)
{
    private readonly ServeOptions _options = new();

    /// <summary>The command.</summary>
    public static Command Create(CommandContext context)
    {
        var serve = new ServeCommand(context);
        var command = new Command("serve", HelpTexts.Serve);
        serve._options.AddTo(command);
        command.SetAction(serve.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        // 1. What, and where? Nothing has been written yet.
        if (_options.Served(parsed, context) is not { } served)
            return await ListAsync();
        var named = _options.AuthorityOut(parsed) is { } path ? new OutputFile("--ca-out", path) : null;
        using var proxy = new LiveProxy(served, _options.Listen(parsed), Write);

        // 2. The CA, for the client to trust.
        var temporary = named is null ? Directory.CreateTempSubdirectory("conformancekit-") : null;
        try
        {
            var authority = named ?? new OutputFile("--ca-out", Path.Combine(temporary!.FullName, "ca.pem"));
            await authority.WriteAsync(stream => WriteAuthority(stream));

            // 3. The exchanges, until Ctrl-C.
            new ServeAnnouncement(context.Console(), served, proxy.EndPoint, authority.Location).Print();
            await context.Out.FlushAsync(CancellationToken.None);
            await proxy.RunAsync(stop);
            await context.Error.WriteLineAsync($"Ended: {proxy.Count} connection{(proxy.Count == 1 ? "" : "s")}");
            return ExitCodes.Interrupted;
        }
        finally
        {
            temporary?.Delete(recursive: true);
        }
    }

    private static void WriteAuthority(Stream stream)
    {
        using var text = new StreamWriter(stream, leaveOpen: true);
        text.Write($"{Certificates.Authority.ExportCertificatePem()}\n");
    }

    private async Task<int> ListAsync()
    {
        var known = BehaviourCatalogue.Of(context.Suite).All;
        foreach (var behaviour in known)
            await context.Out.WriteLineAsync($"{behaviour.Name,-28} {behaviour.Does}");
        if (known.Count == 0)
            await context.Out.WriteLineAsync("This suite has no scripted proxies.");
        await context.Out.WriteLineAsync("\nmutant:NAME serves a mutant of the reference; 'mutants --list' shows them.");
        return ExitCodes.Conformant;
    }

    // Whoever watches wants to see it now.
    private void Write(string lines)
    {
        lock (context)
        {
            context.Out.WriteLine(lines);
            context.Out.Flush();
        }
    }
}
