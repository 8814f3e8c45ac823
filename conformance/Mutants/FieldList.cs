using System.Globalization;
using ConformanceKit.Wire.Http2;

namespace ConformanceKit.Mutants;

/// <summary>A field section of HTTP/2 that a flaw may change. Whatever is not changed stays as it was, even if malformed.</summary>
/// <param name="fields">The field lines in order, with the pseudo-header fields.</param>
public sealed class FieldList(IEnumerable<Http2Field> fields)
{
    /// <summary>The field lines in order, with the pseudo-header fields.</summary>
    public IList<Http2Field> Lines { get; } = [.. fields];

    /// <summary>The method; null in a response and in trailers.</summary>
    public string? Method => Value(":method");

    /// <summary>Whether this is the request of a tunnel.</summary>
    public bool IsConnect => Method == "CONNECT";

    /// <summary>The status; 0 in a request and in trailers.</summary>
    public int Status =>
        int.TryParse(Value(":status"), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 0;

    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccessful => Status is >= 200 and <= 299;

    /// <summary>The value of the first line with a name, or null.</summary>
    /// <param name="name">The name, exactly.</param>
    public string? Value(string name) => Lines.Where(field => field.Name == name).Select(field => field.Value).FirstOrDefault();

    /// <summary>Adds a line at the end.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void Add(string name, string value) => Lines.Add(new(name, value));

    /// <summary>Removes every line with one of these names.</summary>
    /// <param name="names">The names, exactly.</param>
    public void Remove(params string[] names) => Remove(field => names.Contains(field.Name));

    /// <summary>Removes lines.</summary>
    /// <param name="which">Which.</param>
    public void Remove(Func<Http2Field, bool> which)
    {
        ArgumentNullException.ThrowIfNull(which);
        foreach (var field in Lines.Where(which).ToList())
            Lines.Remove(field);
    }

    /// <summary>
    /// Leaves a name with one line, in place of its first one; if it has none, a pseudo-header field comes first, another one last.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Set(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        var at = Lines.Select(field => field.Name).ToList().IndexOf(name);
        Remove(name);
        Lines.Insert(at >= 0 ? at : name.StartsWith(':') ? 0 : Lines.Count, new(name, value));
    }

    /// <summary>Changes every line.</summary>
    /// <param name="edit">Returns the changed one.</param>
    public void Change(Func<Http2Field, Http2Field> edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        for (var at = 0; at < Lines.Count; at++)
            Lines[at] = edit(Lines[at]);
    }

    /// <summary>A copy.</summary>
    internal FieldList Copy() => new(Lines);

    /// <summary>The request as a head of HTTP/1, in absolute-form, for what only knows such heads.</summary>
    internal string ToHead()
    {
        var authority = Value(":authority") ?? Value("host") ?? "";
        var target = IsConnect ? authority : $"{Value(":scheme")}://{authority}{Value(":path")}";
        var lines = Lines.Where(field => !field.Name.StartsWith(':')).Select(field => $"{field.Name}: {field.Value}\r\n");
        return $"{Method} {target} HTTP/2.0\r\n{string.Concat(lines)}\r\n";
    }
}
