using System.CommandLine;
using System.Reflection;
using ConformanceKit.Browsers;
using ConformanceKit.Clients;
using ConformanceKit.CommandLine.Commands;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Containers;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.UnderTest;

namespace ConformanceKit.CommandLine;

/// <summary>The command line of a suite: its whole <c>Main</c>.</summary>
public static class ConformanceCommandLine
{
    /// <summary>Runs one command to its end.</summary>
    /// <param name="suite">The assembly with the scenarios.</param>
    /// <param name="args">The command line; options without a command mean <c>run</c>.</param>
    /// <returns>The exit code of the contract.</returns>
    public static Task<int> RunAsync(Assembly suite, string[] args) =>
        RunAsync(suite, args, new DockerEngine(SuiteProgram.Of(suite).Command));

    /// <summary>Runs one command to its end.</summary>
    internal static async Task<int> RunAsync(Assembly suite, string[] args, IContainerEngine engine)
    {
        using var output = new StandardOutput(Console.Out);
        using var error = new StandardError(Console.Error);
        using var errors = new LogText(error);
        try
        {
            using var log = new LogText(output);

            // The handler that was registered last runs first: on a signal, the run has to stop before its containers are
            // removed, or the scenarios would blame the proxy for the removal.
            await using var containers = new ContainerSession(engine);
            using var signals = new StopSignals();
            var context = new CommandContext(suite, log, errors,
                (choice, progress) => Open(suite, containers, choice, progress))
            {
                OpenClients = (choice, progress) => Open(suite, containers, choice, progress),
                Command = log.Command,
                Redraw = errors.Redraw,
                OutIsTerminal = !Console.IsOutputRedirected,
                ErrorIsTerminal = !Console.IsErrorRedirected,
                // A terminal that does not know its width reports 0.
                ErrorWidth = Console.WindowWidth is > 1 and < 80 and var columns ? columns : 80,
            };
            return await RunAsync(context, args, signals.Token);
        }
        catch (HarnessException fault)
        {
            await errors.WriteLineAsync($"{suite.GetName().Name}: {fault.Message}");
            return ExitCodes.HarnessError;
        }
        finally
        {
            await Chromium.StopAsync();
        }
    }

    /// <summary>Runs one command to its end.</summary>
    internal static async Task<int> RunAsync(CommandContext context, string[] args, CancellationToken stop)
    {
        var root = new RootCommand(HelpTexts.Root)
        {
            RunCommand.Create(context),
            ListCommand.Create(context),
            ExplainCommand.Create(context),
            TryCommand.Create(context),
            ReportCommand.Create(context),
            DiffCommand.Create(context),
            SchemaCommand.Create(context),
            MutantsCommand.Create(context),
            ProxiesCommand.Create(context),
            ClientCommand.Create(context),
            ServeCommand.Create(context),
            ClientsCommand.Create(context),
            CleanCommand.Create(context),
        };
        RootHelp.Use(root, context.Suite);
        VersionText.Use(root, context.Suite);
        RunCommand.AddOptionsTo(root, context);
        // '@FILE' is the request of try, not a file of further arguments.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not RootHelp && WrongUsage.Of(parsed, context.Name) is { } message)
        {
            await context.FaultAsync(message);
            return ExitCodes.Usage;
        }

        try
        {
            var configuration = new InvocationConfiguration
            {
                Output = context.Out,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // StopSignals handles signals: the run cleans up before the end
            };
            return await parsed.InvokeAsync(configuration, stop);
        }
        catch (UsageException wrong)
        {
            await context.FaultAsync(wrong.Message);
            return ExitCodes.Usage;
        }
        catch (NothingSelectedException nothing)
        {
            await context.FaultAsync(nothing.Message);
            return ExitCodes.NothingSelected;
        }
        catch (HarnessException fault)
        {
            await context.FaultAsync(fault.Message);
            return ExitCodes.HarnessError;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await context.Error.WriteLineAsync("Interrupted");
            return ExitCodes.Interrupted;
        }
        catch (Exception fault)
        {
            await context.Error.WriteLineAsync($"{context.Name}: an error in the kit itself: {fault}");
            return ExitCodes.HarnessError;
        }
    }

    /// <summary>Makes the chosen proxies, the suite's mutants among them.</summary>
    internal static SubjectSet Open(Assembly suite, ContainerSession containers, ProxyChoice choice, Action<string> progress) =>
        KnownProxies.Open(name => new MutantProxy(MutantCatalogue.Of(suite).Named(name)), containers, choice, progress);

    /// <summary>Makes the chosen clients, the suite's mutants among them.</summary>
    private static SubjectSet Open(Assembly suite, ContainerSession containers, ClientChoice choice, Action<string> progress) =>
        KnownClients.Open(
            new(
                name => MutantCatalogue.Of(suite).NamedClient(name),
                () => new BrowserClient(),
                client => new ContainerClient(client, containers, progress)),
            choice);
}
