using ConformanceKit.UnderTest;

namespace ConformanceKit.Running.Baselines;

/// <summary>
/// Which folder has a proxy's baseline. What the user named is the user's to describe: its baseline is never among the suite's
/// own. And an address or an image's reference does not say which program is there, so nothing can be expected of it.
/// </summary>
/// <param name="Known">The folder for the proxies that are known by name.</param>
/// <param name="Given">The folder for an instance or an image that the user named.</param>
internal sealed record BaselineFolders(BaselineFolder Known, BaselineFolder Given)
{
    /// <summary>The folder for a proxy, or null if it can have no baseline.</summary>
    /// <param name="target">The proxy.</param>
    public BaselineFolder? Of(ChosenSubject target) => target.Naming switch
    {
        SubjectNaming.Known => Known,
        SubjectNaming.Given => Given,
        _ => null,
    };
}
