using ConformanceKit.Model;

namespace ConformanceKit.Clients;

/// <summary>Which clients the command line chooses.</summary>
/// <param name="Names">Known names; none means .NET's HttpClient, unless a command is given.</param>
internal sealed record ClientChoice(IReadOnlyList<string> Names)
{
    /// <summary><c>--clients</c>: a directory of further client folders.</summary>
    public string? Directory { get; init; }

    /// <summary><c>--command</c> and the options about it: a client of this machine.</summary>
    public CommandChoice? Command { get; init; }

    /// <summary>The arguments that choose a known client again, quoted for a shell.</summary>
    public string NameArguments(string name) => Directory is null
        ? ShellWord.Quoted(name)
        : $"{ShellWord.Quoted(name)} --clients {ShellWord.Quoted(Directory)}";

    /// <summary>The arguments that choose the command again, quoted for a shell.</summary>
    public string CommandArguments => string.Join(' ', new[]
    {
        ("--command", Command!.Command), ("--credentials", Command.Credentials), ("--proxy-ca", Command.ProxyCa),
        ("--no-proxy", Command.NoProxy), ("--features", string.Join(',', Command.Features)), ("--name", Command.Name),
    }.Where(option => option.Item2 is not null).Select(option => $"{option.Item1} {ShellWord.Quoted(option.Item2!)}"));

    /// <summary>The choice with the default filled in.</summary>
    /// <exception cref="UsageException">Options contradict each other, or one lacks the other that it needs.</exception>
    public ClientChoice Checked() =>
        Names.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new UsageException($"The client '{twice.Key}' is named twice.")
            : Names.Count == 0 && Command is null ? this with { Names = [ClientCatalogue.HttpClient] } : this;
}
