using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.Reporting;
using ConformanceKit.Reporting.Compare;
using ConformanceKit.Reporting.Json;
using ConformanceKit.Reporting.Markdown;
using ConformanceKit.Running.Baselines;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Fuzz.Kit;

/// <summary>Files that a user, or another machine, has written. What is wrong is a <see cref="UsageException"/> of one line.</summary>
internal static class Files
{
    private const string Name = "acme";

    /// <summary>The description of a proxy, in its folder and beside a running instance.</summary>
    public static void Proxy(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var proxy = folder.Folder(Name);
        File.WriteAllText(Path.Combine(proxy, "Dockerfile"), "FROM scratch\n");
        var path = Path.Combine(proxy, "proxy.json");
        File.WriteAllBytes(path, bytes);
        Try(() => ProxyFile.Read(proxy));
        Try(() => ProxyDescription.Read(path));
    }

    /// <summary>The description of a client.</summary>
    public static void Client(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var client = folder.Folder(Name);
        File.WriteAllText(Path.Combine(client, "Dockerfile"), "FROM scratch\n");
        File.WriteAllBytes(Path.Combine(client, ClientFile.Name), bytes);
        Try(() => ClientFile.Read(client));
    }

    /// <summary>A baseline: what can be read can be written, and is the same then.</summary>
    public static void Baseline(byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var baselines = new BaselineFolder(folder.Path);
        File.WriteAllBytes(baselines.FileOf(Name), bytes);
        if (Try(() => baselines.Read(Name, _ => true)) is not { } baseline)
            return;
        baselines.Write(Name, baseline);
        var written = File.ReadAllText(baselines.FileOf(Name));
        baselines.Write(Name, baselines.Read(Name, _ => true)!);
        FindingException.UnlessSame(written, File.ReadAllText(baselines.FileOf(Name)), "read again");
    }

    /// <summary>A report with its evidence: what can be read can be merged, shown and written.</summary>
    public static void Report(byte[] bytes)
    {
        // 1. It is a report, or the message says why not.
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "report.json");
        File.WriteAllBytes(path, bytes);
        if (Try(() => JsonReport.Read(path)) is not { } report)
            return;

        // 2. Everything that is made of one works.
        if (Try(() => ReportMerge.Of([new(path, report), new(path, report)], _ => { })) is { } merged)
        {
            MarkdownReport.Write(merged);
            JUnitReport.Write(merged);
            BadgeReport.Write(merged);
        }

        // 3. It is the same when it is read again; settings may first have been in another notation.
        File.WriteAllText(path, JsonReport.Write(report));
        var written = JsonReport.Write(JsonReport.Read(path));
        File.WriteAllText(path, written);
        FindingException.UnlessSame(written, JsonReport.Write(JsonReport.Read(path)), "read again");
    }

    private static T? Try<T>(Func<T> read)
        where T : class?
    {
        try
        {
            return read();
        }
        catch (UsageException wrong)
        {
            FindingException.Unless(wrong.Message.Length > 0, "nothing says what is wrong");
            return null;
        }
    }
}
