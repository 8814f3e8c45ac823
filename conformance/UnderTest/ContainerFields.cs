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
            check.That(IsInside(target), "files",
                $"contains {FieldCheck.Quote(target)}; give the absolute path of the file or folder in the container");
            check.That(source?.Length > 0 && !source.Contains('\0', StringComparison.Ordinal), $"files.{target}",
                "is no path; give a file or folder, relative to this file");
        }

        foreach (var (name, listener) in raw.Listeners ?? [])
            CheckCertificate(check, name, listener!);

        // 2. The files exist, and each place in the container gets one content.
        var files = (raw.Files ?? []).ToDictionary(file => file.Key, file => Path.GetFullPath(Path.Combine(folder, file.Value!)));
        foreach (var (target, source) in files)
            check.That(Path.Exists(source), $"files.{target}", $"names {source}, which does not exist");
        var twice = (raw.Listeners ?? []).Values.Where(listener => listener!.Certificate is not null)
            .Select(listener => new CertificateFiles(listener!.Certificate!, listener.Key)).Distinct()
            .SelectMany(certificate => certificate.Paths).Concat(files.Keys)
            .GroupBy(path => path).FirstOrDefault(path => path.Count() > 1);
        check.That(twice is null, "listeners",
            $"and files give {FieldCheck.Quote(twice?.Key)} more than one content; use a path for each");
        return new()
        {
            Environment = (raw.Environment ?? []).ToDictionary(variable => variable.Key, variable => variable.Value!),
            Arguments = [.. (raw.Arguments ?? []).OfType<string>()],
            Files = files,
        };
    }

    private static void CheckCertificate(FieldCheck check, string name, ListenerJson listener)
    {
        var field = $"listeners.{name}";
        check.That(listener.Certificate is null || ListenerNames.IsTls(name), $"{field}.certificate",
            $"applies only to the listeners {string.Join(", ", ListenerNames.All.Where(ListenerNames.IsTls))}: remove it here");
        check.That(listener.Certificate is null || IsInside(listener.Certificate), $"{field}.certificate",
            $"is {FieldCheck.Quote(listener.Certificate)}; give the absolute path of the file in the container");
        check.That(listener.Key is null || listener.Certificate is not null, $"{field}.key", "needs certificate beside it");
        check.That(listener.Key is null || IsInside(listener.Key), $"{field}.key",
            $"is {FieldCheck.Quote(listener.Key)}; give the absolute path of the file in the container");
    }

    private static bool IsInside(string path) => path.StartsWith('/') && !path.EndsWith('/') && !path.Split('/').Contains("..");
}
