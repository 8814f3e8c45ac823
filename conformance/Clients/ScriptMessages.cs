using System.Text.Json;

namespace ConformanceKit.Clients;

/// <summary>What a client's own script is told and tells: a line of JSON for each task, and one for each result.</summary>
/// <param name="ca">The file with the CA's certificate that it has to trust.</param>
internal sealed class ScriptMessages(string ca) : IScriptLanguage
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <inheritdoc/>
    public string Preamble => "";

    /// <inheritdoc/>
    public string Task(string id, ClientTask task) => JsonSerializer.Serialize(
        new TaskJson(
            id, task.Url, task.Proxy, ca, task.HasTlsProxy ? ca : null, task.User, task.Password,
            task.NoProxy.Length == 0 ? null : task.NoProxy, task.Patience.TotalSeconds),
        s_json);

    /// <inheritdoc/>
    public string? End(string id) => null;

    /// <inheritdoc/>
    public ScriptResult? Result(byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize<ResultJson>(line, s_json) is { Id: { } id } result
                ? new(id, () => Answer(result))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ClientAnswer Answer(ResultJson result) => result.Error is { } error
        ? ClientAnswer.Failed(error)
        : new(true, result.Body ?? [], "") { Status = result.Status, Fields = result.Fields ?? [] };

    private sealed record TaskJson(
        string Id, string Url, string Proxy, string Ca, string? ProxyCa, string? User, string? Password, string? NoProxy,
        double Timeout);

    private sealed record ResultJson(string? Id, int? Status, byte[]? Body, IReadOnlyList<string>? Fields, string? Error);
}
