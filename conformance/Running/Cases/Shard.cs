using System.Globalization;
using System.Text;
using ConformanceKit.Model;

namespace ConformanceKit.Running.Cases;

/// <summary>
/// One of several parts, of about equal size, of the suite's scenarios or of its mutants. Which part a scenario or a mutant
/// belongs to depends only on its name, so every name is in exactly one part, whatever other names there are.
/// </summary>
/// <param name="Index">Which part, from 1.</param>
/// <param name="Count">How many parts.</param>
internal readonly record struct Shard(int Index, int Count)
{
    /// <summary>The whole.</summary>
    public static Shard Whole { get; } = new(1, 1);

    /// <summary>Reads <c>I/N</c>.</summary>
    /// <exception cref="UsageException">It is not that.</exception>
    public static Shard Parse(string text) => TryParse(text, out var shard)
        ? shard
        : throw new UsageException($"--shard '{text}' is not I/N with 1 <= I <= N, for instance 2/4.");

    /// <summary>Reads <c>I/N</c>, if it is that.</summary>
    public static bool TryParse(string text, out Shard shard)
    {
        shard = Whole;
        var parts = text.Split('/');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || index < 1 || index > count)
        {
            return false;
        }

        shard = new(index, count);
        return true;
    }

    /// <summary>Whether this is the only part.</summary>
    public bool IsWhole => Count == 1;

    /// <summary>Whether a name belongs to this part.</summary>
    /// <param name="name">A scenario's id, or a mutant's name.</param>
    public bool Contains(string name) => Hash(name) % (uint)Count == (uint)(Index - 1);

    /// <inheritdoc/>
    public override string ToString() => $"{Index}/{Count}";

    // FNV-1a: string.GetHashCode differs from process to process.
    private static uint Hash(string name) =>
        Encoding.UTF8.GetBytes(name).Aggregate(2166136261u, static (hash, b) => unchecked((hash ^ b) * 16777619u));
}
