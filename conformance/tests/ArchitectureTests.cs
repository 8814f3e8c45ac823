using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.NUnit;
using ConformanceKit.CommandLine;
using FluentAssertions;
using NUnit.Framework;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace ConformanceKit.Tests;

/// <summary>
/// The kit's rooms are arranged in floors, and each room uses only those on the floors below it. So there are no cycles, and a
/// room can be read without knowing more than the rooms below it.
/// </summary>
internal sealed class ArchitectureTests
{
    private const string Root = "ConformanceKit";

    // From the bottom to the top. A room is a folder, and a namespace of that name.
    internal static readonly string[][] Floors =
    [
        ["Model"],
        ["Wire", "Containers"],
        ["Wire.Http2"],
        ["Origins", "Evidence"],
        ["UnderTest", "ScriptedProxies"],
        ["Clients"],
        ["Grading"],
        ["Browsers", "Trying", "Running.Catalogue"],
        ["Running.Authoring"],
        ["Running.Cases"],
        ["Running.Baselines", "Running.Timing"],
        ["Running.Engine"],
        ["Running.Testing", "Mutants"],
        ["Reporting", "Serving"],
        ["Reporting.Json", "Reporting.Terminal", "Reporting.Markdown", "Reporting.Ci", "Reporting.Html"],
        ["Reporting.Compare"],
        ["CommandLine.Options"],
        ["CommandLine.Commands"],
        ["CommandLine"],
    ];

    private static readonly Architecture s_kit = new ArchLoader().LoadAssemblies(typeof(ConformanceCommandLine).Assembly).Build();

    private static IEnumerable<string> Rooms => Floors.SelectMany(floor => floor);

    // The top floor has nothing above it.
    private static IEnumerable<string> LowerRooms => Floors.SkipLast(1).SelectMany(floor => floor);

    [TestCaseSource(nameof(LowerRooms))]
    public void A_room_knows_only_the_floors_below_it(string room)
    {
        var unknown = Floors.SkipWhile(floor => !floor.Contains(room)).SelectMany(floor => floor).Where(other => other != room);
        Types().That().HaveFullNameMatching(In([room]))
            .Should().NotDependOnAny(Types().That().HaveFullNameMatching(In(unknown)))
            .Check(s_kit);
    }

    [Test]
    public void Every_type_is_in_a_room()
    {
        Types().That().ResideInNamespaceMatching($"^{Root}").Should().HaveFullNameMatching(In(Rooms)).Check(s_kit);
        Rooms.Should().OnlyHaveUniqueItems();
    }

    // Only a type's own name may follow the room: a room does not include the rooms inside it.
    private static string In(IEnumerable<string> rooms) =>
        $@"^{Root}\.({string.Join('|', rooms).Replace(".", @"\.", StringComparison.Ordinal)})\.[^.]+$";
}
