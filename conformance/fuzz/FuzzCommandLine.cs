using System.CommandLine;
using ConformanceKit.Fuzz.Differential;
using ConformanceKit.Model;

namespace ConformanceKit.Fuzz;

/// <summary>The command line: a target and files, or one of the commands.</summary>
internal static class FuzzCommandLine
{
    private static readonly Argument<string> s_target = new("TARGET")
    {
        Description = "The parser; 'list' shows them all.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Argument<string[]> s_files = new("FILE")
    {
        Description = "Inputs for it: files, or folders of them. Without any, its corpus.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Runs it; returns the exit code: 1 if there is a finding, 2 for wrong usage.</summary>
    public static Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Gives inputs to the parsers of the reference and of the kit: README.md says how to fuzz.")
        {
            s_target, s_files,
        };
        root.SetAction(parsed => RunFiles(parsed.GetValue(s_target), parsed.GetValue(s_files) ?? []));

        var list = new Command("list", "Shows the parsers.");
        list.SetAction(_ => List());
        root.Subcommands.Add(list);

        var target = new Argument<string>("TARGET") { Description = "The parser." };
        var afl = new Command("afl", "Is what afl-fuzz starts: see fuzz.sh.") { target };
        afl.SetAction(parsed => RunUnderAfl(parsed.GetValue(target)!));
        root.Subcommands.Add(afl);

        var seconds = new Argument<double>("SECONDS") { Description = "For how long." };
        var seed = new Option<int>("--seed")
        {
            Description = "What decides which requests are sent; by default, another one each time.",
            DefaultValueFactory = _ => Environment.TickCount & 0xffffff,
        };
        var differential = new Command("differential",
            "Sends the same unusual requests through the reference, Squid and Apache, and compares what reaches the origin.")
        {
            seconds, seed,
        };
        differential.SetAction(async (parsed, _) => await DifferentialAsync(parsed.GetValue(seconds), parsed.GetValue(seed)));
        root.Subcommands.Add(differential);
        return root.Parse(args).InvokeAsync();
    }

    private static int List()
    {
        foreach (var target in Targets.All)
            Console.WriteLine($"{target.Name,-24}{target.Reads}");
        return 0;
    }

    private static int RunFiles(string? name, string[] paths)
    {
        // 1. What is to run.
        if (Targets.Find(name ?? "") is not { } target)
            return Wrong($"There is no target '{name}'; 'list' shows them.");
        if (paths.Length == 0)
            paths = [Corpus.FolderOf(target)];
        if (paths.FirstOrDefault(path => !Path.Exists(path)) is { } missing)
            return Wrong($"{missing}: there is no such file or folder.");

        // 2. One input after the other, whatever the others do.
        var found = 0;
        var files = paths.SelectMany(path => Directory.Exists(path) ? Corpus.FilesIn(path) : [path]).ToList();
        foreach (var file in files)
        {
            try
            {
                target.Try(File.ReadAllBytes(file));
            }
#pragma warning disable CA1031 // Whatever comes out of a parser is a finding.
            catch (Exception finding)
#pragma warning restore CA1031
            {
                found++;
                Console.WriteLine($"{file}: {finding}\n");
            }
        }

        Console.WriteLine($"{target.Name}: {files.Count} inputs, {found} findings");
        return found > 0 ? 1 : 0;
    }

    private static int RunUnderAfl(string name)
    {
        if (Targets.Find(name) is not { } target)
            return Wrong($"There is no target '{name}'; 'list' shows them.");
        SharpFuzz.Fuzzer.Run(input =>
        {
            using var bytes = new MemoryStream();
            input.CopyTo(bytes);
            target.Try(bytes.ToArray());
        });
        return 0;
    }

    private static async Task<int> DifferentialAsync(double seconds, int seed)
    {
        try
        {
            return await DifferentialFuzz.RunAsync(seconds, seed);
        }
        catch (UsageException wrong)
        {
            return Wrong(wrong.Message);
        }
    }

    private static int Wrong(string message)
    {
        Console.Error.WriteLine(message);
        return 2;
    }
}
