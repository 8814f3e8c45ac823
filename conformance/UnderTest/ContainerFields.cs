using ConformanceKit.Containers;

namespace ConformanceKit.UnderTest;

/// <summary>The fields of a <c>proxy.json</c> that say what the program in the container is given.</summary>
internal static class ContainerFields
{
    /// <summary>Checks them.</summary>
    /// <param name="check">Reports what is wrong.</param>
    /// <param name="folder">The folder of the file, to which paths are relative.</param>
    /// <param name="raw">The content of the file.</param>
    /// <exception cref="Model.UsageException">A field is wrong.</exception>
    public static ContainerSetup Check(FieldCheck check, string folder, ProxyJson raw)
    {
        // 1. Each field is valid.
        foreach (var (name, value) in raw.Environment ?? [])
        {
            check.That(name.Length > 0 && name.IndexOfAny(['=', '\0']) < 0, "environment",
                $"contains {FieldCheck.Quote(name)}, which is not the name of a variable");
            check.That(value is not null, $"environment.{name}", "must be a string");
        }

        check.That(raw.Arguments?.All(argument => argument is not null) ?? true, "arguments", "must be a list of strings");
        foreach (var (target, source) in raw.Files ?? [])
        {
            check.That(target.StartsWith('/') && !target.EndsWith('/') && !target.Split('/').Contains(".."), "files",
                $"contains {FieldCheck.Quote(target)}; give the absolute path of the file or folder in the container");
            check.That(source?.Length > 0 && !source.Contains('\0', StringComparison.Ordinal), $"files.{target}",
                "is no path; give a file or folder, relative to this file");
        }

        // 2. The files exist.
        var files = (raw.Files ?? []).ToDictionary(file => file.Key, file => Path.GetFullPath(Path.Combine(folder, file.Value!)));
        foreach (var (target, source) in files)
            check.That(Path.Exists(source), $"files.{target}", $"names {source}, which does not exist");
        return new()
        {
            Environment = (raw.Environment ?? []).ToDictionary(variable => variable.Key, variable => variable.Value!),
            Arguments = [.. (raw.Arguments ?? []).OfType<string>()],
            Files = files,
        };
    }
}
