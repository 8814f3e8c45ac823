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
    /// <param name="description">What it sets.</param>
    public static Option<int?> Number(string name, int least, int most, string description) => new(name)
    {
        HelpName = "N",
        Description = description,
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

    /// <summary>An option whose value is a file to write.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What is written.</param>
    public static Option<string?> File(string name, string description)
    {
        var option = new Option<string?>(name) { HelpName = "FILE", Description = description };
        option.RefuseDash("file");
        return option;
    }

    /// <summary>Refuses <c>-</c>, which elsewhere means standard output and here would be taken for a name.</summary>
    /// <param name="option">The option.</param>
    /// <param name="kind">What it names.</param>
    public static void RefuseDash(this Option<string?> option, string kind) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: "-" }])
            result.AddError($"{option.Name} -: standard output has the report for people; name a {kind}.");
    });

    private static string Either(IReadOnlyList<string> choices) =>
        choices.Count == 1 ? choices[0] : $"{string.Join(", ", choices.SkipLast(1))} or {choices[^1]}";
}
