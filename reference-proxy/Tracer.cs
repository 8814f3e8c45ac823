using System.Text;

namespace ConformanceKit.ReferenceProxy;

/// <summary>Writes the annotated exchange of one connection: each step with the clause it follows. Credentials are left out.</summary>
internal sealed class Tracer(Action<string> sink, long connection)
{
    private const int ClauseColumn = 84;

    /// <summary>One step.</summary>
    public void Step(string text, string clause) => sink($"#{connection,-5} {text.PadRight(ClauseColumn)} {clause}".TrimEnd());

    /// <summary>A head that was received or sent, line by line.</summary>
    public void Head(string direction, ReadOnlyMemory<byte> head, string clause)
    {
        foreach (var line in Encoding.Latin1.GetString(head.Span).Split("\r\n\r\n", 2)[0].Split("\r\n"))
        {
            Step($"{direction}  {Redact(line)}", clause);
            clause = "";
        }
    }

    private static string Redact(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && line[..colon].EndsWith("Authorization", StringComparison.OrdinalIgnoreCase)
            ? line[..colon] + ": (left out)"
            : line;
    }
}
