using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>
/// Reads the <c>proxy.json</c> of a proxy's folder. An error is one line that gives the file, the field and what to do.
/// </summary>
public static class ProxyFile
{
    private const string FileName = "proxy.json";

    /// <summary>Reads the <c>proxy.json</c> of a folder.</summary>
    /// <param name="folder">The proxy's folder.</param>
    /// <exception cref="UsageException">It is missing or wrong.</exception>
    public static ProxyDefinition Read(string folder)
    {
        // 1. The file exists and is JSON of the right shape.
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw new UsageException($"{path}: there is no such file. A proxy is a folder with a Dockerfile and a {FileName}.");
        var raw = ProxyFields.Parse(path);

        // 2. Each field is valid; a folder has a name, and its ports are inside its container.
        var folderName = new DirectoryInfo(folder).Name;
        var check = new FieldCheck(path);
        check.That(raw.Name == folderName, "name",
            $"is {FieldCheck.Quote(raw.Name, "missing")}; make it the folder's name, \"{folderName}\"");
        check.That(ProxyFields.IsName(folderName), "name",
            "may contain only lower-case letters, digits, '-' and '.'; rename the folder");
        check.That(raw.Listeners is not null, "listeners", "is missing; add at least \"plain\": { \"port\": N }");
        var described = ProxyFields.Check(path, raw);
        check.That(ListenerNames.MainOf(described.Listeners.Keys) is not null, "listeners.plain",
            "is missing; every proxy needs a listener without credentials: for HTTP, or socks5 if it speaks nothing else");
        foreach (var (name, _) in described.Hosts)
            check.That(false, $"listeners.{name}.address", "applies only to --describe: remove it here");
        if (raw.Publish is not null)
        {
            check.That(raw.Publish.Project?.Length > 0, "publish.project",
                "is missing; give the .csproj, relative to this folder");
            check.That(!raw.Publish.Project!.Contains('\0', StringComparison.Ordinal), "publish.project",
                "is no path; give the .csproj, relative to this folder");
        }

        // A folder that declares no features has none.
        var declared = described with { Features = described.Features ?? new HashSet<string>() };
        var features = declared.FeaturesWith(described.Listeners.Keys);

        // 3. The files that it names exist.
        check.That(File.Exists(Path.Combine(folder, "Dockerfile")), "Dockerfile", "is missing from the proxy's folder; add it");
        var project = raw.Publish is null ? null : Path.GetFullPath(Path.Combine(folder, raw.Publish.Project!));
        check.That(project is null || File.Exists(project), "publish.project", $"names {project}, which does not exist");

        return new ProxyDefinition(folderName, described.Listeners)
        {
            Folder = Path.GetFullPath(folder),
            VersionCommand = described.VersionCommand,
            Features = features.Concat(described.ListenerFeatures).ToHashSet(),
            ReadyTimeout = described.ReadyTimeout ?? ProxyDefinition.UsualReadyTimeout,
            Capabilities = described.Capabilities ?? [],
            Setup = described.Setup,
            PublishProject = project,
            Denies = described.Denies,
            Fragile = described.Fragile,
        };
    }
}
