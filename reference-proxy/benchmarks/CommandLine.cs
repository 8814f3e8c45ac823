using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ConformanceKit.ReferenceProxy.Benchmarks.Load;
using ConformanceKit.ReferenceProxy.Benchmarks.Peers;

namespace ConformanceKit.ReferenceProxy.Benchmarks;

/// <summary>The options, and how they become <see cref="Settings"/>.</summary>
internal static class CommandLine
{
    private static readonly string s_description = $"""
        Measures the reference proxy and its peers side by side, on loopback: each is started here, with its own configuration in
        a temporary folder, carries every load in turn for several rounds, and is then stopped.

        Examples:
          dotnet run -c Release --project reference-proxy/benchmarks
          dotnet run -c Release --project reference-proxy/benchmarks -- --peers squid --workloads {Names(Workloads.All.Take(1))}
          dotnet run -c Release --project reference-proxy/benchmarks -- --json result.json --svg result.svg --markdown result.md

        Peers (the reference always runs):
          squid, apache, tinyproxy   forward proxies, from the Debian packages squid, apache2, tinyproxy
          nghttpx                    for HTTP/2 only, from nghttp2-proxy; like haproxy, with a proxy without cost behind it
          haproxy, haproxy-256k      a relay without CONNECT (TCP mode), with its default buffer and with 256 KiB: a ceiling
          direct                     without a proxy: the ceiling of this machine

        Workloads:
        {string.Join('\n', Workloads.All.Select(workload => $"  {workload.Id,-25}  {workload.Title}"))}

        If a firewall or a container runtime makes the kernel track connections (a line says so), use a separate network
        namespace. As root:
          unshare --net sh -c 'ip link set lo up && exec dotnet run -c Release --project reference-proxy/benchmarks'
        As another user, root only until loopback is up (otherwise some peers would try to become yet another user):
          unshare --map-root-user --net sh -c 'ip link set lo up && exec unshare --map-user=1000 --map-group=1000 dotnet run ...'

        It prints medians and ratios: the reference's median divided by the peer's. Exit codes: 0 measured, 1 the reference could
        not carry a load, 2 wrong usage or a peer that is not installed, 130 interrupted (what was measured so far is printed).
        """;

    private static readonly Option<PeerKind[]> s_peers = List("--peers", "NAMES", PeerKinds.Peers, peer => peer.Name,
        "The peers to compare the reference with, separated by commas. Default: all.");

    private static readonly Option<Workload[]> s_workloads = List("--workloads", "IDS", Workloads.All, workload => workload.Id,
        "The loads to run, separated by commas. Default: all.");

    private static readonly Option<int> s_rounds = new("--rounds")
    {
        Description = "How many times each peer carries each load, 1 to 100.",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => 5,
        CustomParser = argument => Read(argument, "--rounds", text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds is >= 1 and <= 100
                ? rounds
                : throw new FormatException($"'{text}' is not a number from 1 to 100.")),
    };

    private static readonly Option<string?> s_json = Output("--json",
        "Write every value of every round, the medians, ratios, versions and the machine.");

    private static readonly Option<string?> s_svg = Output("--svg", "Write a chart.");

    private static readonly Option<string?> s_markdown = Output("--markdown", "Write the table as Markdown.");

    /// <summary>Runs the program; returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        // 1. Read the command line.
        var root = new RootCommand(s_description);
        Option[] options = [s_peers, s_rounds, s_workloads, s_json, s_svg, s_markdown];
        foreach (var option in options)
            root.Options.Add(option);
        root.SetAction((parsed, _) => Session.RunAsync(
            new Settings(
                [PeerKinds.Reference, .. Given(parsed, s_peers) ?? PeerKinds.Peers],
                Given(parsed, s_workloads) ?? Workloads.All,
                parsed.GetValue(s_rounds)),
            new OutputFiles(parsed.GetValue(s_json), parsed.GetValue(s_svg), parsed.GetValue(s_markdown))));
        var result = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });

        // 2. Report a mistake in one clear line.
        if (result.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"benchmarks: {result.Errors[0].Message} See --help.");
            return Session.WrongUsage;
        }

        // 3. Show help or the version, or measure; the measurement handles the signals itself.
        return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static T[]? Given<T>(ParseResult parsed, Option<T[]> option) =>
        parsed.GetValue(option) is { Length: > 0 } values ? values : null;

    private static string Names(IEnumerable<Workload> workloads) => string.Join(',', workloads.Select(workload => workload.Id));

    private static Option<T[]> List<T>(string name, string value, IReadOnlyList<T> all, Func<T, string> nameOf, string text) =>
        new(name)
        {
            Description = text,
            HelpName = value,
            CustomParser = argument => Read<T[]>(argument, name, names =>
                [.. names.Split(',', StringSplitOptions.TrimEntries)
                    .Distinct()
                    .Select(one => all.FirstOrDefault(known => nameOf(known) == one)
                        ?? throw new FormatException($"'{one}' is not one of {string.Join(", ", all.Select(nameOf))}."))]),
        };

    private static Option<string?> Output(string name, string text) => new(name)
    {
        Description = text,
        HelpName = "FILE",
        CustomParser = argument => Read(argument, name, OutputFiles.Writable),
    };

    private static T? Read<T>(ArgumentResult argument, string name, Func<string, T> parse)
    {
        try
        {
            return parse(argument.Tokens[0].Value);
        }
        catch (Exception mistake) when (mistake is FormatException or IOException or UnauthorizedAccessException)
        {
            argument.AddError($"{name}: {mistake.Message}");
            return default;
        }
    }
}
