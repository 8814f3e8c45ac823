using System.Text.RegularExpressions;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Scenarios;

/// <summary>
/// The member that a proxy adds to Via (RFC 9110 §7.6.3). A chain of proxies may add several, but each proxy adds its own, and
/// only once.
/// </summary>
internal static class ViaMember
{
    /// <summary>Matches Via if its first member is the proxy's own.</summary>
    /// <param name="version">Matches the version in which the proxy received the message.</param>
    public static string First(string version) => "^" + Own(version);

    /// <summary>Matches Via if the proxy's own member follows the one that came.</summary>
    /// <param name="came">The member that came.</param>
    /// <param name="version">Matches the version in which the proxy received the message.</param>
    public static string After(string came, string version) => $@"^{Regex.Escape(came)}[ \t]*,[ \t]*{Own(version)}";

    /// <summary>Each member occurs once.</summary>
    /// <param name="message">What the other side got.</param>
    /// <exception cref="RequirementBrokenException"><c>field-repeated</c>.</exception>
    public static void AssertEachOnce(WireMessage message)
    {
        var members = message.Members("Via");
        if (members.Distinct(StringComparer.Ordinal).Count() != members.Count)
        {
            throw new RequirementBrokenException(ReasonIds.FieldRepeated,
                $"expected each member of Via once, but found \"Via: {message.Field("Via")}\"")
            {
                Marks = message.Marks.Fields("Via"),
            };
        }
    }

    private static string Own(string version) =>
        $@"([^/ ,]+/)?{version} [^ \t,]+([ \t]+\(.*\))?([ \t]*,[ \t]*[^, \t][^,]*)*$";
}
