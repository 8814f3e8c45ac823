using System.Text.Json;
using System.Text.Json.Serialization;
using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

/// <summary>Reads a file that describes something, strictly: an error is one line with the place and what to do.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
    };

    /// <summary>Reads the file as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="fields">What an object in it needs, for the message, such as <c>"name"</c>.</param>
    /// <param name="page">The page that lists the fields.</param>
    /// <param name="option">The option that names it, followed by a space, for the message; or empty.</param>
    /// <exception cref="UsageException">It cannot be read, or is not JSON of the right shape.</exception>
    public static T Read<T>(string path, string fields, string page, string option = "")
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), s_options)
                ?? throw new UsageException($"{path}: is null; write an object with {fields}.");
        }
        catch (JsonException wrong)
        {
            var place = $"line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1}";
            var field = wrong.Path is { Length: > 2 } at ? $" at {at[2..]}" : "";
            throw new UsageException($"{path}: {place}{field}: {Explain(wrong, page)}");
        }
        catch (Exception fault) when (FileFault.Explains(fault))
        {
            throw new UsageException($"{option}{path}: {FileFault.Of(path, fault)}.");
        }
    }

    // The serializer's own sentences name .NET types and repeat the position.
    private static string Explain(JsonException wrong, string page) => wrong switch
    {
        { Message: var m } when m.Contains("could not be mapped", StringComparison.Ordinal) =>
            $"unknown field; {page} lists the known ones",
        { Message: var m } when m.Contains("Duplicate", StringComparison.OrdinalIgnoreCase) =>
            "the field occurs twice; keep one",
        { InnerException: JsonException } => "not valid JSON; correct the syntax here",
        _ => $"this value has the wrong type; see {page}",
    };
}
