using System.Text.RegularExpressions;

namespace ConformanceKit.ReferenceProxy.Tests.Support;

/// <summary>
/// README.md as a reader follows it: which files it lists, in which order, and which of them use what comes later.
/// </summary>
internal sealed partial class ReadingGuide
{
    private readonly string _folder;

    /// <summary>Reads the guide of a folder and the files that it covers: the whole product.</summary>
    public ReadingGuide(string folder)
    {
        _folder = folder;
        Files = [.. CodeIn("").Where(file => !Outside().IsMatch(file))];
        Links = [.. Link().Matches(Text("README.md")).Select(match => match.Groups[1].Value)];
    }

    /// <summary>Every file of the product.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The targets of the guide's links, in order.</summary>
    public IReadOnlyList<string> Links { get; }

    /// <summary>
    /// The files of the product in the order in which the guide first names them; a folder stands for its files.
    /// </summary>
    public IReadOnlyList<string> Listed => [.. Links
        .SelectMany(link => Directory.Exists(Path.Combine(_folder, link)) ? CodeIn(link) : [link])
        .Distinct().Where(Files.Contains)];

    /// <summary>
    /// Whether a file's types are in the namespace of its folder; top-level statements have no namespace.
    /// </summary>
    public bool HasNamespaceOfItsFolder(string file) => NamespaceOf(Text(file)) is var space
        && (space.Length == 0 || space == string.Join('.', ["ConformanceKit.ReferenceProxy", .. file.Split('/')[..^1]]));

    /// <summary>
    /// What a reader meets before the guide reaches it: a file, and a later one that declares a type that the first one uses. A
    /// file that is not listed is later than all others.
    /// </summary>
    public IReadOnlyList<string> ForwardReferences()
    {
        var code = Files.ToDictionary(file => file, file => Ignored().Replace(Text(file), ""));
        var declared = code
            .SelectMany(file => Declaration().Matches(file.Value), (file, type) => (file.Key, Name: type.Groups[1].Value))
            .ToDictionary(type => type.Name, type => (File: type.Key, Namespace: NamespaceOf(code[type.Key])));
        var place = Listed.Index().ToDictionary(listed => listed.Item, listed => listed.Index);
        return
        [
            .. from file in Listed
               from type in TypesIn(code[file])
               where declared.ContainsKey(type) && IsVisible(code[file], declared[type].Namespace, type)
               let later = declared[type].File
               where place.GetValueOrDefault(later, int.MaxValue) > place[file]
               group later by (file, later) into reference
               select $"{reference.Key.file} uses {reference.Key.later}",
        ];
    }

    private string Text(string file) => File.ReadAllText(Path.Combine(_folder, file));

    private IEnumerable<string> CodeIn(string folder) => Directory
        .EnumerateFiles(Path.Combine(_folder, folder), "*.cs", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(_folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    // The names in positions where a type can be. Members of enums and names that are declared there are not types.
    private static IEnumerable<string> TypesIn(string code) =>
        Used().Matches(Named().Replace(Enumeration().Replace(code, ""), "")).Select(match => match.Value).Distinct();

    private static bool IsVisible(string code, string space, string type) =>
        $"{NamespaceOf(code)}.".StartsWith($"{space}.", StringComparison.Ordinal)
        || Import().Matches(code).Any(import => import.Groups[1].Value == space || import.Groups[1].Value == $"{space}.{type}");

    private static string NamespaceOf(string code) => Space().Match(code).Groups[1].Value;

    [GeneratedRegex("^(tests|benchmarks|obj|bin)/")]
    private static partial Regex Outside();

    [GeneratedRegex(@"\]\(([^)#:]+?)/?\)")]
    private static partial Regex Link();

    [GeneratedRegex("""//.*|(?<![$@"])"(?:[^"\\\n]|\\.)*"(?!")""")]
    private static partial Regex Ignored();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Space();

    [GeneratedRegex(@"^using (?:static )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^(?:\w+ )*(?:class|struct|record|enum|interface) (?!struct)(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"enum \w+\s*\{[^}]*\}")]
    private static partial Regex Enumeration();

    [GeneratedRegex(@"(?<=\b([A-Z]\w*|string|bool|byte|int|long|double)[>?\[\]]* )[A-Z]\w*|^using .*", RegexOptions.Multiline)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w*(?![\w(])|(?<=\bnew )[A-Z]\w*")]
    private static partial Regex Used();
}
