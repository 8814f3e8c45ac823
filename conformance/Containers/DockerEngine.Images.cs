using System.Net;
using ConformanceKit.Model;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ConformanceKit.Containers;

// Images: found, pulled, built.
public sealed partial class DockerEngine
{
    private const int BuildTailLines = 15;
    private const int TagLength = 12;

    // A container inherits the labels of its image, so this is not the one by which runs find their containers.
    private const string ImageLabel = "conformancekit.image";

    private static readonly RegistryCredentials s_credentials = new(DockerConfig.Instance);

    /// <inheritdoc/>
    public async Task<string?> FindImageAsync(string reference, CancellationToken cancel)
    {
        try
        {
            var image = await AskAsync($"look for the image {reference}", s_quick,
                (client, bound) => client.Images.InspectImageAsync(reference, bound), cancel);
            return image.ID;
        }
        catch (HarnessException refused) when (IsGone(refused))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public async Task PullImageAsync(string reference, Action<string> progress, CancellationToken cancel)
    {
        var credentials = await s_credentials.ForImageAsync(reference, cancel);
        var output = new EngineOutput(progress);
        try
        {
            var parameters = new ImagesCreateParameters { FromImage = WithTag(reference) };
            await AskAsync($"pull {reference}", s_long,
                (client, bound) => client.Images.CreateImageAsync(parameters, credentials, output, bound), cancel);
            if (output.Error is { } error)
                throw new HarnessException(error);
        }
        catch (HarnessException refused)
        {
            throw new HarnessException(
                $"The image {reference} is not on this machine and cannot be pulled: {refused.Message.TrimEnd('.')}. "
                + "Check the name, log in to its registry, or build it here first.", refused);
        }
    }

    /// <inheritdoc/>
    public async Task<string> BuildImageAsync(
        string contextFolder, string name, Action<string> progress, CancellationToken cancel)
    {
        var credentials = await s_credentials.AllAsync(cancel);
        var output = new EngineOutput(progress);
        await using var context = await BuildContext.PackAsync(contextFolder, cancel);
        // Folders of one name but with other files, as in two checkouts, do not take the name from each other's images.
        var tag = $"{name}:{(await BuildContext.HashAsync(context, cancel))[..TagLength]}";
        var parameters = new ImageBuildParameters
        {
            Tags = [tag],
            Labels = new Dictionary<string, string> { [ImageLabel] = "1" },
            Remove = true,
            ForceRemove = true,
        };
        try
        {
            await AskAsync($"build {tag}", s_long, (client, bound) => client.Images.BuildImageFromDockerfileAsync(
                parameters, context, credentials, new Dictionary<string, string>(), output, bound), cancel);
        }
        catch (HarnessException refused) when (refused.InnerException is DockerApiException)
        {
            throw new HarnessException(
                $"The image could not be built from {Path.Combine(contextFolder, "Dockerfile")}: {refused.Message}", refused);
        }

        // The id, not the tag, names what was built: another run may move the tag meanwhile.
        return output is { Error: null, ImageId: { } id }
            ? id
            : throw new HarnessException(
                $"The image could not be built from {Path.Combine(contextFolder, "Dockerfile")}. The build's last lines:"
                + Environment.NewLine + output.Tail(BuildTailLines));
    }

    /// <summary>Removes the images that the kit has built, except those of existing containers.</summary>
    /// <param name="cancel">Cancels the wait.</param>
    /// <returns>The names of those that were removed; ids of those that had lost theirs to a later build.</returns>
    /// <exception cref="HarnessException">The engine does not answer or refuses.</exception>
    internal async Task<IReadOnlyList<string>> RemoveImagesAsync(CancellationToken cancel)
    {
        var built = new Dictionary<string, IDictionary<string, bool>>
        {
            ["label"] = new Dictionary<string, bool> { [ImageLabel] = true },
        };
        var images = await AskAsync("list images", s_quick,
            (client, bound) => client.Images.ListImagesAsync(new() { Filters = built }, bound), cancel);
        var removed = new List<string>();
        foreach (var name in images.SelectMany(NamesOf))
        {
            try
            {
                await AskAsync($"remove {name}", s_quick,
                    (client, bound) => client.Images.DeleteImageAsync(name, new(), bound), cancel);
                removed.Add(name);
            }
            catch (HarnessException refused) when (IsGone(refused) || IsInUse(refused))
            {
                // Somebody else removed it, or a container has it: it is left to a later time.
            }
        }

        return removed;
    }

    private static IEnumerable<string> NamesOf(ImagesListResponse image) =>
        image.RepoTags?.Where(tag => !tag.StartsWith("<none>", StringComparison.Ordinal)).ToList() is { Count: > 0 } tags
            ? tags
            : [image.ID];

    private static bool IsInUse(HarnessException refused) =>
        refused.InnerException is DockerApiException { StatusCode: HttpStatusCode.Conflict };

    // Without a tag the engine would pull every tag of the name.
    private static string WithTag(string reference) =>
        reference.Contains('@') || reference[(reference.LastIndexOf('/') + 1)..].Contains(':')
            ? reference
            : $"{reference}:latest";
}
