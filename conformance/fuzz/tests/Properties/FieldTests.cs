using System.Text;
using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Http;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Tests.Properties;

/// <summary>The values of single fields are read as they were written.</summary>
internal sealed class FieldTests
{
    private static readonly Gen<string> s_printable = Gen.String[Gen.Char[' ', '~'], 0, 20];
    private static readonly Gen<string> s_key = Gen.String[Gen.OneOf("abcxyz*".ToCharArray()), 1, 6];

    private static readonly Gen<StructuredValue> s_bare = Gen.OneOf(
        Gen.Long[-999_999_999_999_999, 999_999_999_999_999].Select(number => Of(StructuredType.WholeNumber, $"{number}")),
        Gen.Select(Gen.Int[-99999, 99999], Gen.Int[0, 999], (whole, part) => Of(StructuredType.DecimalNumber, $"{whole}.{part}")),
        s_printable.Select(text => Of(StructuredType.QuotedString, text)),
        Inputs.Token.Select(text => Of(StructuredType.Token, $"t{text}:/")),
        Inputs.Content.Select(bytes => Of(StructuredType.ByteSequence, Convert.ToBase64String(bytes))),
        Gen.Bool.Select(value => Of(StructuredType.Boolean, value ? "1" : "0")),
        Gen.Long[-1_000_000_000_000, 1_000_000_000_000].Select(seconds => Of(StructuredType.Date, $"{seconds}")));

    private static readonly Gen<StructuredItem> s_item = Gen.Select(s_bare, Gen.Dictionary(s_key, s_bare)[0, 4],
        (value, parameters) => new StructuredItem(value, parameters));

    [Test]
    public void A_structured_list_is_read_as_it_was_written() =>
        Gen.Select(s_item.Array[1, 5], Gen.OneOf(",", ", ", " \t,\t ")).Holds(list =>
        {
            var (items, separator) = list;

            StructuredItem.ParseList(string.Join(separator, items.Select(Write))).Should().BeEquivalentTo(items,
                options => options.WithStrictOrdering());
        });

    [Test]
    public void Challenges_are_read_as_they_were_written() =>
        Gen.Select(Inputs.Token, Gen.Dictionary(Inputs.Token.Select(key => $"k{key.ToLowerInvariant()}"), s_printable)[1, 4])
            .Array[1, 4].Holds(challenges =>
            {
                var value = string.Join(", ", challenges.Select(one => $"{one.Item1} {string.Join(", ",
                    one.Item2.Select(parameter => $"{parameter.Key}={Quoted(parameter.Value)}"))}"));

                var read = AuthenticationChallenge.Parse([value]);

                read.Select(one => one.Scheme).Should().Equal(challenges.Select(one => one.Item1));
                read.Select(one => one.Parameters).Should().BeEquivalentTo(challenges.Select(one => one.Item2),
                    options => options.WithStrictOrdering());
            });

    [Test]
    public void Credentials_are_accepted_if_and_only_if_they_are_those_of_a_user() =>
        Gen.Select(Inputs.Token, s_printable, s_printable).Holds(user =>
        {
            var (name, password, other) = user;
            var users = new CredentialSet([new Credential(name, password)], "fuzz");

            Accepts(users, $"{name}:{password}").Should().BeTrue();
            Accepts(users, $"{name}:{other}").Should().Be(other == password);
        });

    [Test]
    public void An_authority_is_read_as_it_was_written() =>
        Gen.Select(Gen.OneOf(Inputs.Token.Select(name => $"h{name.Replace('%', '-').Replace('#', '-').Replace('^', '-')
            .Replace('|', '-').Replace('`', '-')}"), Gen.Byte.Array[16].Select(Ipv6)), Gen.Int[1, 65535]).Holds(authority =>
            {
                var (host, port) = authority;
                var read = Authority.ParseAuthorityForm($"{host}:{port}");

                read.Rejected.Should().BeNull();
                read.Value.Should().Be(new Authority($"{host}:{port}", host.Trim('[', ']'), port));
            });

    private static string Ipv6(byte[] bytes) => $"[{new System.Net.IPAddress(bytes)}]";

    private static bool Accepts(CredentialSet users, string userPass) => users.Accepts(new FieldSection(
        [new("Proxy-Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(userPass))}")]));

    private static StructuredValue Of(StructuredType type, string text) => new(type, text);

    private static string Write(StructuredItem item) => Write(item.Value)
        + string.Concat(item.Parameters.Select(parameter => $";{parameter.Key}={Write(parameter.Value)}"));

    private static string Write(StructuredValue value) => value.Type switch
    {
        StructuredType.QuotedString => Quoted(value.Text),
        StructuredType.ByteSequence => $":{value.Text}:",
        StructuredType.Boolean => $"?{value.Text}",
        StructuredType.Date => $"@{value.Text}",
        _ => value.Text,
    };

    private static string Quoted(string text) =>
        $"\"{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
