using System.Reflection;
using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Running.Authoring;
using ConformanceKit.Running.Catalogue;
using ConformanceKit.UnderTest;
using NUnit.Framework;

namespace ConformanceKit.Running.Cases;

/// <summary>One case of the suite: a requirement and the method that checks it.</summary>
/// <param name="Requirement">What is checked.</param>
/// <param name="Method">The method of a <see cref="Scenario"/>.</param>
/// <param name="Arguments">The method's arguments: those of one <see cref="InputAttribute"/>, or none.</param>
internal sealed partial record ScenarioCase(Requirement Requirement, MethodInfo Method, IReadOnlyList<object?> Arguments)
{
    /// <summary>Whether no other case of its proxy may run at the same time, as NUnit's own attribute says.</summary>
    public bool Alone => Method.IsDefined(typeof(NonParallelizableAttribute), inherit: false);

    /// <summary>The cases of one method, or none where it is not marked with <see cref="RequirementAttribute"/>.</summary>
    /// <exception cref="HarnessException">The method cannot run as it is marked.</exception>
    public static IReadOnlyList<ScenarioCase> Of(MethodInfo method)
    {
        if (method.GetCustomAttribute<RequirementAttribute>() is not { } attribute)
            return [];

        var where = $"{method.DeclaringType!.Name}.{method.Name}";
        if (!IdPattern().IsMatch(attribute.Id))
        {
            throw new HarnessException(
                $"{where}: '{attribute.Id}' is not a scenario id; write group/row in lower-case letters, digits and hyphens.");
        }

        var catalogue = RequirementCatalogue.Of(method.DeclaringType.Assembly);
        var row = catalogue.Find(attribute.Id)
            ?? throw new HarnessException($"{where}: '{attribute.Id}' has no row in a {CatalogueSlice.FileName}.");

        var requirement = new Requirement(
            attribute.Id,
            row.ClauseOf(attribute.Id),
            VerdictNames.LevelOf(row.Level)!.Value,
            attribute.Title ?? VersionInName().Replace(method.Name.Replace('_', ' '), "HTTP/$1.$2"),
            DependencyOf(attribute, row),
            row.Strict)
        {
            Remark = RemarkOf(row),
            Refusal = row.Refusal,
            Reading = row.Reading,
            Why = row.Why,
            SeenIn = row.SeenIn,
            Security = row.Security,
            Nightly = attribute.Nightly,
            Feature = attribute.Feature,
            OfClients = method.DeclaringType.IsSubclassOf(typeof(ClientScenario)),
            Lengthy = attribute.Lengthy,
            Last = attribute.Last,
        };

        var inputs = method.GetCustomAttributes<InputAttribute>().ToList();
        IReadOnlyList<ScenarioCase> cases = inputs.Count == 0
            ? [Checked(requirement, where, method, [])]
            : [.. inputs.Select(input => Checked(WithInput(requirement, input, row), where, method, input.Arguments))];
        return [.. cases, .. row.Through.SelectMany(through => cases.Select(
            scenario => scenario with { Requirement = WithProtocol(scenario.Requirement, through, catalogue) }))];
    }

    /// <summary>Makes a fixture of the method's type for one proxy.</summary>
    /// <param name="fixtureType">The fixture: the method's own class, or one derived from it.</param>
    /// <param name="proxyName">The proxy's name.</param>
    /// <exception cref="HarnessException">The fixture cannot be made.</exception>
    public static Scenario CreateFixture(Type fixtureType, string proxyName) =>
        Activator.CreateInstance(fixtureType, proxyName) as Scenario
        ?? throw new HarnessException($"{fixtureType.FullName} is not a Scenario.");

    /// <summary>Runs the method on a fixture.</summary>
    public Task InvokeAsync(Scenario fixture) =>
        (Task)Method.Invoke(fixture, BindingFlags.DoNotWrapExceptions, binder: null, [.. Arguments], culture: null)!;

    private static string? DependencyOf(RequirementAttribute attribute, CatalogueRow row) =>
        (attribute.DependsOn ?? row.DependsOn) is { } id and not CatalogueRow.Nothing ? id : null;

    private static string RemarkOf(CatalogueRow row) => row.Refusal is { } statuses
        ? $"{RefusalRule.Sentence(statuses, VerdictNames.LevelOf(row.Level)!.Value, row.MayForward)} {row.Remark}".TrimEnd()
        : row.Remark;

    private static Requirement WithInput(Requirement requirement, InputAttribute input, CatalogueRow row)
    {
        var id = $"{requirement.Id}/{input.Name}";
        return requirement with
        {
            Id = id,
            Clause = row.ClauseOf(id),
            Title = $"{requirement.Title} ({input.Name})",
            DependsOn = requirement.DependsOn?.Replace("{input}", input.Name, StringComparison.Ordinal),
        };
    }

    private static Requirement WithProtocol(
        Requirement requirement, KeyValuePair<string, string> through, RequirementCatalogue catalogue)
    {
        var (protocol, why) = through;
        var second = requirement with
        {
            Id = Requirement.IdThrough(requirement.Id, protocol),
            Title = $"{requirement.Title}, through {protocol.ToUpperInvariant()}",
            Remark = $"{requirement.Remark} {why}".TrimStart(),
            Through = protocol,
        };
        if (!ListenerNames.IsAlternative(protocol))
            return second with { ThroughDependsOn = catalogue.Through[protocol] };
        return second with
        {
            Feature = requirement.Feature is { } feature
                ? ListenerNames.Through[protocol].GetValueOrDefault(feature, feature)
                : null,
            DependsOn = requirement.DependsOn is { } id && catalogue.Find(id)?.Through.ContainsKey(protocol) is true
                ? Requirement.IdThrough(id, protocol)
                : requirement.DependsOn,
        };
    }

    private static ScenarioCase Checked(Requirement requirement, string where, MethodInfo method,
        IReadOnlyList<object?> arguments)
    {
        if (!IdPattern().IsMatch(requirement.Id))
        {
            throw new HarnessException(
                $"{where}: '{requirement.Id}' is not a scenario id; write group/row in lower-case letters, digits and hyphens.");
        }

        if (!typeof(Task).IsAssignableFrom(method.ReturnType))
            throw new HarnessException($"{where}: a scenario must return Task.");
        if (method.GetParameters().Length != arguments.Count)
        {
            throw new HarnessException(
                $"{where}: takes {method.GetParameters().Length} arguments but '{requirement.Id}' gives {arguments.Count}.");
        }

        return new(requirement, method, arguments);
    }

    [GeneratedRegex(@"\bHTTP (\d) (\d)\b")]
    private static partial Regex VersionInName();

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*){1,2}$")]
    private static partial Regex IdPattern();
}
