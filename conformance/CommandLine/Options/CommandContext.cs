using System.Reflection;
using ConformanceKit.Browsers;
using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.ReferenceProxy.Explaining;
using ConformanceKit.Reporting.Ci;
using ConformanceKit.Reporting.Terminal;
using ConformanceKit.Running.Cases;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.UnderTest;
using Spectre.Console;

namespace ConformanceKit.CommandLine.Options;

/// <summary>What the commands act on: the suite, the terminal and the proxies. Tests substitute their own.</summary>
/// <param name="Suite">The assembly with the scenarios.</param>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="OpenProxies">Makes the chosen proxies; the action is called with a line about each long step.</param>
internal sealed record CommandContext(Assembly Suite, TextWriter Out, TextWriter Error,
    Func<ProxyChoice, Action<string>, SubjectSet> OpenProxies)
{
    private const int PlainWidth = 120;
    private const int UsualWidth = 80;

    private CiLog? _ci;

    /// <summary>Makes the chosen clients; the action is called with a line about each long step.</summary>
    public Func<ClientChoice, Action<string>, SubjectSet> OpenClients { get; init; } = (choice, _) => KnownClients.Open(
        new(
            name => MutantCatalogue.Of(Suite).NamedClient(name),
            () => new BrowserClient(),
            client => throw new HarnessException($"{client.Name} needs a container, and nothing can start one here.")),
        choice);

    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal, whose last line can be redrawn.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>How many columns that terminal has.</summary>
    public int ErrorWidth { get; init; } = UsualWidth;

    /// <summary>Where baselines are, unless the command line says otherwise.</summary>
    public string Baselines { get; init; } = SuiteProgram.Of(Suite).Baselines;

    /// <summary>Where those of clients are, unless the command line says otherwise.</summary>
    public string ClientBaselines => Path.Combine(Baselines, SuiteProgram.ClientFolder);

    /// <summary>Where those of an instance or an image are, unless the command line says otherwise.</summary>
    public string OwnBaselines { get; init; } = Path.Combine(Directory.GetCurrentDirectory(), "baselines");

    /// <summary>The value of an environment variable, or null.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Opens standard input.</summary>
    public Func<Stream> In { get; init; } = System.Console.OpenStandardInput;

    /// <summary>The CI system whose log the output becomes part of, or null.</summary>
    public CiLog? Ci => _ci ??= CiLog.Of(Variable);

    /// <summary>Writes a line to standard output for the CI system to act upon; all else in the output is text to it.</summary>
    public Action<string> Command { get; init; } = Out.WriteLine;

    /// <summary>
    /// Writes a line to standard error that is redrawn, and so has no end; it is text to a CI system all the same.
    /// </summary>
    public Action<string> Redraw { get; init; } = Error.Write;

    /// <summary>The program's name.</summary>
    public string Name { get; } = Suite.GetName().Name!;

    /// <summary>How to invoke the suite again.</summary>
    public SuiteProgram Program { get; init; } = SuiteProgram.Of(Suite);

    /// <summary>Every scenario of the suite.</summary>
    public ScenarioCatalogue Catalogue => ScenarioCatalogue.Of(Suite);

    /// <summary>Says on standard error, in one line, what is wrong.</summary>
    public Task FaultAsync(string message) => Error.WriteLineAsync($"{Name}: {VisibleText.OneLine(message)}");

    /// <summary>Lets what is written to standard output fold away in the log of a CI job, until it is disposed.</summary>
    /// <param name="title">What that is, in one line.</param>
    public IDisposable? Fold(string title)
    {
        if (Ci is not { } ci)
            return null;
        Command(ci.Begin(title));
        return new Folded(() => Command(ci.End()));
    }

    /// <summary>Standard output with colours where it is a terminal and NO_COLOR is not set.</summary>
    public IAnsiConsole Console()
    {
        var colours = OutIsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            // In a CI job the library would write colours after all.
            Enrichment = new() { UseDefaultEnrichers = false },
            Out = new AnsiConsoleOutput(Out),
        });
        if (!OutIsTerminal)
            console.Profile.Width = PlainWidth;
        console.Pipeline.Attach(new NoTrailingBlanks());
        return console;
    }

    private sealed class Folded(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
