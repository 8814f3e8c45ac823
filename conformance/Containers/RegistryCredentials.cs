using System.ComponentModel;
using System.Text;
using System.Text.Json;
using ConformanceKit.Model;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ConformanceKit.Containers;

/// <summary>
/// What the user's Docker configuration holds for registries: credentials in the file itself, or in a credential helper, a
/// program <c>docker-credential-NAME</c> that takes a command as its argument and a registry on standard input.
/// </summary>
/// <param name="file">The user's Docker configuration.</param>
/// <param name="helpers">Where helpers are: what precedes the name of one.</param>
internal sealed class RegistryCredentials(DockerConfig file, string helpers = "docker-credential-")
{
    private const string DockerHub = "https://index.docker.io/v1/";
    private const string TokenUser = "<token>"; // a helper's user name if its secret is an identity token
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>The credentials for the registry of an image; empty if none are known.</summary>
    /// <param name="reference">The image's name.</param>
    /// <param name="cancel">Cancels the wait for a helper.</param>
    /// <exception cref="HarnessException">The configuration cannot be read, or a helper does not work.</exception>
    public Task<AuthConfig> ForImageAsync(string reference, CancellationToken cancel) => ReadAsync(
        async configuration => await FindAsync(configuration, RegistryOf(reference), cancel) ?? new(), new AuthConfig());

    /// <summary>All credentials that are known, for a build: its Dockerfile may name any registry.</summary>
    /// <param name="cancel">Cancels the wait for helpers.</param>
    /// <exception cref="HarnessException">The configuration cannot be read, or a helper does not work.</exception>
    public Task<IReadOnlyList<AuthConfig>> AllAsync(CancellationToken cancel) =>
        ReadAsync<IReadOnlyList<AuthConfig>>(async configuration =>
        {
            var registries = Names(configuration, "auths").Union(Names(configuration, "credHelpers")).ToList();
            var known = new List<AuthConfig>();
            foreach (var registry in registries)
            {
                if (await FindAsync(configuration, registry, cancel) is { } credentials)
                    known.Add(credentials);
            }

            return known;
        }, []);

    /// <summary>The registry to which an image's name belongs, as the configuration spells it.</summary>
    /// <param name="reference">The image's name.</param>
    internal static string RegistryOf(string reference)
    {
        var first = reference.Split('/')[0];
        var isHost = first != reference && (first.Contains('.') || first.Contains(':') || first == "localhost");
        return !isHost || first is "docker.io" or "index.docker.io" ? DockerHub : first;
    }

    private async Task<T> ReadAsync<T>(Func<JsonElement, Task<T>> read, T none)
    {
        if (!file.Exists)
            return none;
        try
        {
            using var configuration = file.Parse();
            return await read(configuration.RootElement);
        }
        catch (Exception wrong) when (wrong is DockerConfigurationException or JsonException or InvalidOperationException
            or KeyNotFoundException or FormatException)
        {
            throw new HarnessException(
                $"The registry credentials in {file.FullName} cannot be read: {wrong.Message}", wrong);
        }
    }

    private async Task<AuthConfig?> FindAsync(JsonElement configuration, string registry, CancellationToken cancel)
    {
        // 1. A helper: the registry's own, else the one for all.
        var helper = Text(Member(configuration, "credHelpers"), registry) ?? Text(configuration, "credsStore");
        if (helper is not null && await AskAsync(helper, registry, cancel) is { } answer)
        {
            using var document = JsonDocument.Parse(answer);
            var user = document.RootElement.GetProperty("Username").GetString();
            var secret = document.RootElement.GetProperty("Secret").GetString();
            return user == TokenUser
                ? new() { ServerAddress = registry, IdentityToken = secret }
                : new() { ServerAddress = registry, Username = user, Password = secret };
        }

        // 2. The file itself.
        var stored = Member(Member(configuration, "auths"), registry);
        if (Text(stored, "identitytoken") is { } token)
            return new() { ServerAddress = registry, IdentityToken = token };
        if (Text(stored, "auth") is not { } encoded)
            return null;
        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(encoded)).Split(':', 2);
        return new() { ServerAddress = registry, Username = pair[0], Password = pair.ElementAtOrDefault(1) };
    }

    // A helper that knows nothing of the registry exits with another code than 0.
    private async Task<string?> AskAsync(string helper, string registry, CancellationToken cancel)
    {
        var program = $"{helpers}{helper}";
        try
        {
            var result = await Subprocess.RunAsync(program, ["get"], s_limit, cancel, input: registry);
            return result.ExitCode == 0 ? result.Output : null;
        }
        catch (Win32Exception missing)
        {
            throw new HarnessException(
                $"The credential helper '{program}', which {file.FullName} names, cannot be run "
                + $"({missing.Message}). Install it, or take it out of that file.", missing);
        }
    }

    private static IEnumerable<string> Names(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.Object } member
            ? member.EnumerateObject().Select(entry => entry.Name)
            : [];

    private static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement owner, string name) =>
        Member(owner, name) is { ValueKind: JsonValueKind.String } member && member.GetString() is { Length: > 0 } text
            ? text
            : null;
}
