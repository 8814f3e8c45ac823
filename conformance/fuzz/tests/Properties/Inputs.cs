using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.Fuzz.Tests.Properties;

/// <summary>Generates the parts of messages.</summary>
internal static class Inputs
{
    private const string TokenCharacters = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>A token (RFC 9110 §5.6.2).</summary>
    public static Gen<string> Token { get; } = Gen.String[Gen.OneOf(TokenCharacters.ToCharArray()), 1, 12];

    /// <summary>A field value, each character one byte, without whitespace around it (RFC 9110 §5.5).</summary>
    public static Gen<string> Value { get; } = Gen.String[
        Gen.Frequency((8, Gen.Char['!', '~']), (2, Gen.OneOf(' ', '\t', ',', '"', '\\')), (1, Gen.Char['\x80', '\xff'])), 0, 40]
        .Select(text => text.Trim(' ', '\t'));

    /// <summary>Any text whose characters are bytes.</summary>
    public static Gen<string> Latin1 { get; } = Gen.String[Gen.Char['\0', '\xff'], 0, 40];

    /// <summary>Field lines.</summary>
    public static Gen<FieldLine[]> Lines { get; } =
        Gen.Select(Token, Value, (name, value) => new FieldLine($"X-{name}", value)).Array[0, 12];

    /// <summary>Content.</summary>
    public static Gen<byte[]> Content { get; } = Gen.Byte.Array[0, 300];

    /// <summary>Where bytes are cut into pieces, in thousandths of their length.</summary>
    public static Gen<int[]> Cuts { get; } = Gen.Int[0, 1000].Array[0, 12];
}
