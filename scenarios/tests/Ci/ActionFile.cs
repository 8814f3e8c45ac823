using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>What <c>action.yml</c> declares, and what the script beside it reads.</summary>
internal static partial class ActionFile
{
    private static readonly YamlMappingNode s_action = Yaml.Read("actions/conformance/action.yml");

    /// <summary>The declared inputs.</summary>
    public static IReadOnlyList<string> Inputs { get; } = [.. s_action.At<YamlMappingNode>("inputs").Keys()];

    /// <summary>The declared outputs, and the expression that gives each its value.</summary>
    public static IReadOnlyDictionary<string, string> Outputs { get; } = s_action.At<YamlMappingNode>("outputs").Children
        .ToDictionary(output => output.Key.ToString(), output => output.Value["value"].ToString());

    /// <summary>
    /// The variables that the step which runs the script sets, each with the expression that gives it its value.
    /// </summary>
    public static IReadOnlyDictionary<string, string> StepVariables { get; } = s_action.All("env").Cast<YamlMappingNode>()
        .Single()
        .Children.ToDictionary(variable => variable.Key.ToString(), variable => variable.Value.ToString());

    /// <summary>The variables that the script reads, wherever it names one.</summary>
    public static IReadOnlyList<string> ScriptVariables { get; } =
        [.. VariablePattern().Matches(File.ReadAllText(ScriptRun.Script)).Select(match => match.Value).Distinct()];

    [GeneratedRegex("CONFORMANCE_[A-Z0-9_]+")]
    private static partial Regex VariablePattern();
}
