using System.CommandLine;
using ConformanceKit.Model;
using ConformanceKit.Running.Cases;

namespace ConformanceKit.CommandLine.Options;

/// <summary>The option <c>--shard</c>: which of N parts to run, given, or found in the variables of a CI system.</summary>
internal sealed class ShardOption
{
    private const string Auto = "auto";

    /// <summary>Makes the option.</summary>
    /// <param name="of">What a shard is a part of, as the rest of "Only shard I of N".</param>
    public ShardOption(string of) => Option = new("--shard")
    {
        HelpName = "I/N|auto",
        Description = $"Only shard I of N{of}; auto: the shard that the variables of the CI system or of the cluster name",
    };

    /// <summary>The option itself.</summary>
    public Option<string?> Option { get; }

    /// <summary>The shard; the whole if the option is not given.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="variable">The value of an environment variable, or null.</param>
    /// <exception cref="UsageException">It is neither <c>I/N</c> nor <c>auto</c>, or no variables name a shard.</exception>
    public Shard Of(ParseResult parsed, Func<string, string?> variable) => parsed.GetValue(Option) switch
    {
        null => Shard.Whole,
        Auto => ShardVariables.Read(variable),
        var text => Shard.Parse(text),
    };
}
