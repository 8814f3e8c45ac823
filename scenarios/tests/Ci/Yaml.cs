using ConformanceKit.Model;
using YamlDotNet.RepresentationModel;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>Reads files under <c>.github</c> and examples in the README as YAML.</summary>
internal static class Yaml
{
    private static readonly string s_root = RepositoryRoot.Find()!;
    private static readonly string s_folder = Path.Combine(s_root, ".github");

    /// <summary>Every workflow and action, relative to the folder.</summary>
    public static IEnumerable<string> Files => FilesIn("workflows").Concat(FilesIn("actions"));

    /// <summary>The issue forms, relative to the folder.</summary>
    public static IEnumerable<string> IssueForms =>
        FilesIn("ISSUE_TEMPLATE").Where(file => !file.EndsWith("config.yml", StringComparison.Ordinal));

    /// <summary>The YAML examples in the README.</summary>
    public static IEnumerable<YamlMappingNode> ReadmeExamples => File.ReadAllText(Path.Combine(s_root, "README.md"))
        .Split("```yaml\n").Skip(1).Select(text => Parse(text.Split("\n```")[0]));

    /// <summary>Reads a file that has one document.</summary>
    public static YamlMappingNode Read(string file) => Parse(File.ReadAllText(Path.Combine(s_folder, file)));

    private static IEnumerable<string> FilesIn(string subfolder) =>
        Directory.GetFiles(Path.Combine(s_folder, subfolder), "*.yml", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(s_folder, file));

    /// <summary>Reads a text that is one document.</summary>
    private static YamlMappingNode Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    /// <summary>A value inside a mapping.</summary>
    public static T At<T>(this YamlNode node, params string[] path) where T : YamlNode =>
        (T)path.Aggregate(node, (at, key) => at[key]);

    /// <summary>The keys of a mapping.</summary>
    public static IEnumerable<string> Keys(this YamlMappingNode node) => node.Children.Keys.Select(key => key.ToString());

    /// <summary>Every value of a key, anywhere in the file.</summary>
    public static IEnumerable<YamlNode> All(this YamlNode node, string key) => node.AllNodes.OfType<YamlMappingNode>()
        .Where(mapping => mapping.Children.ContainsKey(key)).Select(mapping => mapping[key]).Distinct();
}
