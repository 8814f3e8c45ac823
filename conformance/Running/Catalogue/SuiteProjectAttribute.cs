namespace ConformanceKit.Running.Catalogue;

/// <summary>
/// Says where a suite's project is in its repository, so that the commands that the kit prints work there and baselines are
/// found beside the sources: <c>[assembly: SuiteProject("scenarios")]</c>. A suite whose commands are to work in the project's own
/// folder has <c>[assembly: SuiteProject(".")]</c>.
/// </summary>
/// <param name="folder">The folder of the project file, relative to the repository's root, with forward slashes.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class SuiteProjectAttribute(string folder) : Attribute
{
    /// <summary>The project file itself is at the root.</summary>
    internal const string Root = ".";

    /// <summary>The folder of the project file, relative to the repository's root.</summary>
    public string Folder { get; } = folder;
}
