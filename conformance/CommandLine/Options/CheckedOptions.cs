using System.CommandLine;
using System.Globalization;

namespace ConformanceKit.CommandLine.Options;

/// <summary>Options whose wrong values are reported in one line: the option, the value, and what to give instead.</summary>
internal static class CheckedOptions
{
    /// <summary>Lets an option have only these values.</summary>
    public static void AddChoices(this Option option, IReadOnlyList<string> choices)
    {
        option.CompletionSources.Add([.. choices]);
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => !choices.Contains(token.Value)) is { } wrong)
                result.AddError($"{option.Name} {wrong.Value}: choose {Either(choices)}.");
        });
    }

    /// <summary>An option whose value is a number in a range.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The greatest value.</param>
    public static Option<int?> Number(string name, int least, int most) => new(name)
    {
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
                && number <= most)
            {
                return number;
            }

            result.AddError($"{name} {text}: give a number from {least} to {most}.");
            return null;
        },
    };

    private static string Either(IReadOnlyList<string> choices) =>
        choices.Count == 1 ? choices[0] : $"{string.Join(", ", choices.SkipLast(1))} or {choices[^1]}";
}
