using System.Text;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Dialling;
using ConformanceKit.ReferenceProxy.Program;

namespace ConformanceKit.Fuzz.Reference;

/// <summary>The values of the reference's options, each of which a user may mistype.</summary>
internal static class Configuration
{
    /// <summary>Each kind of value; a mistake is a <see cref="FormatException"/> and nothing else.</summary>
    public static void Options(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        Try(() => OptionValues.EndPoint(text));
        Try(() => OptionValues.Network(text));
        Try(() => OptionValues.Seconds(text));
        Try(() => OptionValues.Limit(text));
        Try(() => Credential.Parse(text));
        Try(() => DenyRule.Parse(text));
        foreach (var range in Try(() => OptionValues.Ports(text)) ?? [])
        {
            FindingException.Unless(range is { First: > 0, Last: <= 65535 } && range.First <= range.Last, $"{range}");
            FindingException.Unless(PortRange.Parse($"{range.First}-{range.Last}") == range, $"{range} is read as another");
        }
    }

    private static T? Try<T>(Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (FormatException)
        {
            return default;
        }
    }
}
