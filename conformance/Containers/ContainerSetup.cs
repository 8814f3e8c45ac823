namespace ConformanceKit.Containers;

/// <summary>What a program in a container is given to run with.</summary>
public sealed record ContainerSetup
{
    /// <summary>Nothing but what is in the image.</summary>
    public static ContainerSetup None { get; } = new();

    /// <summary>Environment variables, name to value.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The arguments, in place of the image's own; empty for those.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>
    /// Files and folders to copy into the container before its program starts: the path there to the path here. They are copied,
    /// not mounted, so the engine may be on another machine.
    /// </summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>Further files of which only the content exists here: the path in the container to the text.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();
}
