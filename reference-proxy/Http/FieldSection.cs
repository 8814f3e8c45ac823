namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>The field lines of a head in the order received; repeated lines stay separate (RFC 9110 §5.3).</summary>
internal sealed class FieldSection(List<FieldLine> lines)
{
    /// <summary>Every line, in order.</summary>
    public List<FieldLine> Lines => lines;

    /// <summary>Whether there is at least one line of that name.</summary>
    public bool Has(string name)
    {
        foreach (var line in lines)
        {
            if (line.Is(name))
                return true;
        }

        return false;
    }

    /// <summary>The values of all lines of that name, in order.</summary>
    public List<string> Values(string name)
    {
        var values = new List<string>();
        foreach (var line in lines)
        {
            if (line.Is(name))
                values.Add(line.Value);
        }

        return values;
    }

    /// <summary>
    /// The members of a list-based field over all its lines; empty members are ignored (RFC 9110 §5.6.1.2).
    /// For fields whose members hold no quoted comma: Connection, Transfer-Encoding, Expect.
    /// </summary>
    public List<string> Members(string name)
    {
        var members = new List<string>();
        foreach (var line in lines)
        {
            if (!line.Is(name))
                continue;
            foreach (var range in line.Value.AsSpan().Split(','))
            {
                if (OptionalWhitespace.Trim(line.Value.AsSpan(range)) is { IsEmpty: false } member)
                    members.Add(member.ToString());
            }
        }

        return members;
    }

    /// <summary>Whether a list-based field has that member; upper and lower case are the same.</summary>
    public bool HasMember(string name, string member) =>
        Has(name) && Members(name).Contains(member, StringComparer.OrdinalIgnoreCase);
}
