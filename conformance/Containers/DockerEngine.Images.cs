using ConformanceKit.Model;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace ConformanceKit.Containers;

// Images: found, pulled, built.
public sealed partial class DockerEngine
{
    private const int BuildTailLines = 15;
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
        string contextFolder, string tag, Action<string> progress, CancellationToken cancel)
    {
        var credentials = await s_credentials.AllAsync(cancel);
        var output = new EngineOutput(progress);
        await using var context = await BuildContext.PackAsync(contextFolder, cancel);
        var parameters = new ImageBuildParameters { Tags = [tag], Remove = true, ForceRemove = true };
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

    // Without a tag the engine would pull every tag of the name.
    private static string WithTag(string reference) =>
        reference.Contains('@') || reference[(reference.LastIndexOf('/') + 1)..].Contains(':')
            ? reference
            : $"{reference}:latest";
}
