using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Clients;

/// <summary>
/// Reads the <c>client.json</c> of a client's folder. An error is one line that gives the file, the field and what to do.
/// </summary>
internal static class ClientFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "client.json";

    private const string Page = "conformance/clients/README.md";

    /// <summary>Reads the <c>client.json</c> of a folder.</summary>
    /// <param name="folder">The client's folder.</param>
    /// <exception cref="UsageException">It is missing or wrong.</exception>
    public static ClientDefinition Read(string folder)
    {
        // 1. The file exists and is JSON of the right shape; the folder's name is the client's.
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            throw new UsageException($"{path}: there is no such file. A client is a folder with a Dockerfile and a {Name}.");
        var raw = JsonFile.Read<ClientJson>(path, "\"title\", \"features\", \"version\", and \"command\" or \"script\"", Page);
        var check = new FieldCheck(path);
        var name = new DirectoryInfo(folder).Name;
        check.That(ProxyFields.IsName(name), "the folder's name",
            "may contain only lower-case letters, digits, '-' and '.'; rename the folder");
        check.That(!ClientCatalogue.BuiltIn.Contains(name), "the folder's name",
            "is that of a client without a folder; rename it");

        // 2. Each field is valid.
        check.That(raw.Title?.Length > 0, "title", "is missing; say what the client is, such as \"curl\"");
        check.That(raw.Features?.Count > 0, "features", $"is missing; list what the client can do of {Known}");
        foreach (var feature in raw.Features!)
        {
            check.That(feature is not null && ClientFeatures.All.Contains(feature), "features",
                $"contains {FieldCheck.Quote(feature)}; the known features are {Known}");
        }

        check.That(raw.Version?.Count > 0, "version",
            "is missing; give the program and the arguments that print the version, such as [\"curl\", \"--version\"]");
        var version = Words(check, "version", raw.Version);
        var template = new CommandTemplate(Words(check, "command", raw.Command))
        {
            Credentials = Words(check, "credentials", raw.Credentials),
            ProxyCa = Words(check, "proxyCa", raw.ProxyCa),
            NoProxy = Words(check, "noProxy", raw.NoProxy),
        };
        var script = Words(check, "script", raw.Script);
        CheckKind(check, template, script);
        if (script.Count == 0)
            CheckCommand(check, template, [.. raw.Features!.OfType<string>()]);

        // 3. The image can be built.
        check.That(File.Exists(Path.Combine(folder, "Dockerfile")), "Dockerfile", "is missing from the client's folder; add it");
        return new(name, Path.GetFullPath(folder))
        {
            Title = raw.Title!,
            Features = ClientFeatures.Of(raw.Features!.OfType<string>()),
            VersionCommand = version,
            Command = script.Count == 0 ? template : null,
            Script = script,
        };
    }

    private static string Known => string.Join(", ", ClientFeatures.All);

    private static void CheckKind(FieldCheck check, CommandTemplate template, IReadOnlyList<string> script)
    {
        check.That(template.Command.Count > 0 || script.Count > 0, "command",
            "is missing; give the program that is started for each task, or a script that does many tasks");
        check.That(template.Command.Count == 0 || script.Count == 0, "script",
            "is given beside command; keep one of them");
        foreach (var (field, words) in new[]
        {
            ("credentials", template.Credentials), ("proxyCa", template.ProxyCa), ("noProxy", template.NoProxy),
        })
        {
            check.That(words.Count == 0 || script.Count == 0, field,
                "applies only to a command: a script reads it with each task");
        }
    }

    private static void CheckCommand(FieldCheck check, CommandTemplate template, IReadOnlyList<string> features)
    {
        if (template.Fault() is { } fault)
            check.That(false, fault.Part, fault.Problem);
        foreach (var (field, feature) in new[]
        {
            ("credentials", ClientFeatures.Credentials), ("proxyCa", ClientFeatures.TlsProxy),
            ("noProxy", ClientFeatures.NoProxy),
        })
        {
            var isGiven = template.Features.Contains(feature);
            check.That(isGiven || !features.Contains(feature), field, $"is missing, though features has \"{feature}\"");
            check.That(!isGiven || features.Contains(feature), "features", $"lacks \"{feature}\", though there is {field}");
        }
    }

    private static IReadOnlyList<string> Words(FieldCheck check, string field, List<string?>? raw)
    {
        check.That(raw?.All(word => word is not null) ?? true, field, "must be a list of strings");
        return [.. (raw ?? []).OfType<string>()];
    }
}
