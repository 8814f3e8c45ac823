using System.Text;
using ConformanceKit.Model;
using ConformanceKit.Wire;

namespace ConformanceKit.Fuzz.Kit;

/// <summary>The values of single fields.</summary>
internal static class Fields
{
    /// <summary>A structured field (RFC 9651): what is a list is one again when it is written out.</summary>
    public static void Structured(byte[] bytes)
    {
        IReadOnlyList<StructuredItem> items;
        try
        {
            items = StructuredItem.ParseList(Encoding.Latin1.GetString(bytes));
        }
        catch (FormatException)
        {
            return;
        }

        var text = string.Join(", ", items.Select(Write));
        var again = StructuredItem.ParseList(text);
        FindingException.UnlessSame(text, string.Join(", ", again.Select(Write)), "read again");
    }

    /// <summary>Challenges and the credentials that answer them (RFC 9110 §11.3, RFC 7616).</summary>
    public static void Challenges(byte[] bytes)
    {
        var value = Encoding.Latin1.GetString(bytes);
        foreach (var challenge in AuthenticationChallenge.Parse([value]))
        {
            FindingException.Unless(challenge.Scheme.Length > 0, "a challenge has no scheme");
            Answer(challenge);
        }
    }

    private static void Answer(AuthenticationChallenge challenge)
    {
        try
        {
            // What the kit answers is made of parameters, which it reads itself.
            var answer = DigestCredentials.Answer(challenge, "us\"er", "secret", "GET", "/", "cnonce");
            var again = AuthenticationChallenge.Parse([answer]).Single();
            FindingException.UnlessSame("us\"er", again.Parameters["username"], "the user is");
            FindingException.UnlessSame(
                challenge.Parameters.GetValueOrDefault("nonce", ""), again.Parameters["nonce"], "the nonce is");
        }
        catch (NotApplicableException)
        {
            // The algorithm, or the quality of protection, is another one.
        }
    }

    private static string Write(StructuredItem item) => Write(item.Value)
        + string.Concat(item.Parameters.Select(parameter => $";{parameter.Key}={Write(parameter.Value)}"));

    private static string Write(StructuredValue value) => value.Type switch
    {
        StructuredType.QuotedString => $"\"{value.Text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)}\"",
        StructuredType.ByteSequence => $":{value.Text}:",
        StructuredType.Boolean => $"?{value.Text}",
        StructuredType.Date => $"@{value.Text}",
        StructuredType.DisplayString => $"%\"{value.Text}\"",
        _ => value.Text,
    };
}
