using ConformanceKit.CommandLine;
using ConformanceKit.CommandLine.Options;
using ConformanceKit.Model;
using ConformanceKit.SamplePack;
using ConformanceKit.Tests.Running;
using ConformanceKit.UnderTest;
using NUnit.Framework;

namespace ConformanceKit.Tests.CommandLine;

/// <summary>
/// A command line as a user meets it, on the sample pack and on proxies that do nothing. Derived fixtures run one at a time: a
/// static chooses the run.
/// </summary>
internal abstract class CommandLineTest
{
    /// <summary>The proxies that the command has opened.</summary>
    private protected List<FakeProxy> Opened { get; } = [];

    /// <summary>Standard output of the last command.</summary>
    protected StringWriter Output { get; private set; } = new();

    /// <summary>Standard error of the last command.</summary>
    protected StringWriter Errors { get; private set; } = new();

    /// <summary>Whether standard error is a terminal.</summary>
    protected bool ErrorIsTerminal { get; set; }

    /// <summary>Whether the program is an installed one, whose baselines nobody should write to.</summary>
    protected bool IsInstalled { get; set; }

    /// <summary>A folder for this test.</summary>
    protected string Folder { get; private set; } = "";

    /// <summary>What is on standard input.</summary>
    protected byte[] Input { get; set; } = [];

    /// <summary>The environment variables that the command sees.</summary>
    protected Dictionary<string, string?> Variables { get; } = [];

    [SetUp]
    public void MakeFolder()
    {
        Variables.Clear();
        (Output, Errors) = (new(), new());
        Opened.Clear();
        ErrorIsTerminal = false;
        IsInstalled = false;
        Folder = Directory.CreateTempSubdirectory("conformancekit-test-").FullName;
    }

    [TearDown]
    public void RemoveFolder()
    {
        Directory.Delete(Folder, recursive: true);
        Output.Dispose();
        Errors.Dispose();
    }

    /// <summary>Runs a command line to its end and returns its exit code.</summary>
    protected Task<int> RunAsync(string commandLine, CancellationToken stop = default) =>
        RunAsync(commandLine.Split(' '), stop);

    /// <summary>The same with arguments that may have spaces.</summary>
    protected Task<int> RunAsync(string[] arguments, CancellationToken stop = default)
    {
        Output.GetStringBuilder().Clear();
        Errors.GetStringBuilder().Clear();
        var context = new CommandContext(typeof(Endings).Assembly, Output, Errors, Open)
        {
            Baselines = Path.Combine(Folder, "none"),
            ErrorIsTerminal = ErrorIsTerminal,
            OwnBaselines = Path.Combine(Folder, "own"),
            Variable = Variables.GetValueOrDefault,
            In = () => new MemoryStream(Input),
        };
        if (IsInstalled)
            context = context with { Program = new("conformancekit", Path.Combine(Folder, "none"), IsInstalled: true) };
        return ConformanceCommandLine.RunAsync(context, arguments, stop);
    }

    /// <summary>Makes the chosen proxies.</summary>
    private protected virtual SubjectSet Open(ProxyChoice choice, Action<string> progress)
    {
        string[] known = ["fake", "unstartable", "embedded"];
        if (choice.Names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw new UsageException($"There is no proxy '{unknown}'.{Closest.Hint(unknown, known)}");
        var proxies = choice.Names.Select(name => new FakeProxy(name, name == "unstartable" ? "no engine here" : null)).ToList();
        Opened.AddRange(proxies);
        return new([.. proxies.Select(proxy => new ChosenSubject(proxy, choice.NameArguments(proxy.Name)))]);
    }
}
