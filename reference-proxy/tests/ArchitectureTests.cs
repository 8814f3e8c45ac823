using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ArchUnitNET.NUnit;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace ConformanceKit.ReferenceProxy.Tests;

/// <summary>
/// The rooms of the reference are arranged in floors, and each knows only the floors below it. So there is no cycle.
/// </summary>
internal sealed class ArchitectureTests
{
    private const string Root = "ConformanceKit.ReferenceProxy";

    // From bottom to top. A room is a folder, and a namespace of that name; each of the few types at the root is a room.
    private static readonly string[][] s_floors =
    [
        ["Recording"],
        ["Connections"],
        ["Tcp"],
        ["Tls"],
        ["Http"],
        ["Hpack"],
        ["Authentication", "Dialling", "Explaining"],
        ["ProxyOptions", "Shutdown", "AfterRequest"],
        ["Client"],
        ["Connect", "Forwarding"],
        ["RequestHandler"],
        ["Http2", "RequestLoop", "Socks"],
        ["ClientProtocol"],
        ["Listeners"],
        ["ProxyServer"],
        ["Program"],
    ];

    private static readonly Architecture s_reference = new ArchLoader().LoadAssemblies(typeof(ProxyServer).Assembly).Build();

    private static IEnumerable<string> Rooms => s_floors.SelectMany(floor => floor);

    // The top floor has nothing above it.
    private static IEnumerable<string> LowerRooms => s_floors.SkipLast(1).SelectMany(floor => floor);

    [TestCaseSource(nameof(LowerRooms))]
    public void A_room_knows_only_the_floors_below_it(string room)
    {
        var unknown = s_floors.SkipWhile(floor => !floor.Contains(room)).SelectMany(floor => floor).Where(other => other != room);
        Types().That().HaveFullNameMatching(In([room]))
            .Should().NotDependOnAny(Types().That().HaveFullNameMatching(In(unknown)))
            .Check(s_reference);
    }

    [Test]
    public void Every_type_is_in_a_room()
    {
        Types().That().ResideInNamespaceMatching($"^{Root}").Should().HaveFullNameMatching(In(Rooms)).Check(s_reference);
        Rooms.Should().OnlyHaveUniqueItems();
    }

    private static string In(IEnumerable<string> rooms) => $@"^{Root}\.({string.Join('|', rooms)})\b";
}
