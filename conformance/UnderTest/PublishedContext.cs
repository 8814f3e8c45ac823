using System.ComponentModel;
using System.Runtime.InteropServices;
using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>
/// A build context outside the sources: a copy of a proxy's folder, with a .NET project published for the container into
/// <c>publish/</c>. One process at a time owns it; others wait.
/// </summary>
internal sealed class PublishedContext : IAsyncDisposable
{
    private static readonly TimeSpan s_publishLimit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_lockRetry = TimeSpan.FromMilliseconds(200);
    private readonly FileStream _ownership;

    private PublishedContext(string folder, FileStream ownership) => (Folder, _ownership) = (folder, ownership);

    /// <summary>The context's folder.</summary>
    public string Folder { get; }

    /// <summary>Publishes the project and copies the folder; fast if nothing has changed.</summary>
    /// <param name="proxyFolder">The proxy's folder, with its Dockerfile.</param>
    /// <param name="project">The .csproj.</param>
    /// <param name="cancel">Ends the work.</param>
    /// <exception cref="HarnessException">The project could not be published; the message has the build's last lines.</exception>
    public static async Task<PublishedContext> CreateAsync(string proxyFolder, string project, CancellationToken cancel)
    {
        // 1. The place: under artifacts/, or in the temporary directory if the kit runs without its sources.
        var name = Path.GetFileName(proxyFolder);
        var place = RepositoryRoot.Find() is { } root
            ? Path.Combine(root, "artifacts", "containers", name)
            : Path.Combine(Path.GetTempPath(), "conformancekit", name);
        var context = Path.Combine(place, "context");
        Directory.CreateDirectory(context);
        var ownership = await OwnAsync(Path.Combine(place, "lock"), cancel);

        // 2. The program. It is built in separate folders, so that the usual build of the same project is not disturbed.
        try
        {
            await PublishAsync(project, Path.Combine(place, "build"), Path.Combine(context, "publish"), cancel);
            foreach (var file in Directory.GetFiles(proxyFolder))
                File.Copy(file, Path.Combine(context, Path.GetFileName(file)), overwrite: true);
            return new PublishedContext(context, ownership);
        }
        catch
        {
            await ownership.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _ownership.DisposeAsync();

    private static async Task PublishAsync(string project, string build, string output, CancellationToken cancel)
    {
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        List<string> arguments =
        [
            "publish", project, "--configuration", "Release", "--runtime", $"linux-{architecture}", "--self-contained",
            "--output", output, $"-p:ArtifactsPath={build}", "-p:DebugType=none", "-nodeReuse:false", "--verbosity", "quiet",
        ];
        try
        {
            var result = await Subprocess.RunAsync("dotnet", arguments, s_publishLimit, cancel);
            if (result.ExitCode != 0)
            {
                throw new HarnessException($"{project} could not be published for the container. The build's last lines:"
                    + Environment.NewLine + result.Tail(15));
            }
        }
        catch (Win32Exception missing)
        {
            throw new HarnessException($"The command 'dotnet' cannot be run ({missing.Message}). Install the .NET SDK, which "
                + $"publishes {Path.GetFileName(project)} for the container.", missing);
        }
    }

    private static async Task<FileStream> OwnAsync(string path, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(s_lockRetry, cancel); // another process is building the same context
            }
        }
    }
}
