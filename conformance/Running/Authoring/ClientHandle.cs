using ConformanceKit.Clients;
using ConformanceKit.Model;
using ConformanceKit.ScriptedProxies;
using ConformanceKit.Wire;

namespace ConformanceKit.Running.Authoring;

/// <summary>The client under test as a scenario's body sees it.</summary>
public sealed class ClientHandle
{
    /// <summary>The user that every challenge of a scripted proxy is about.</summary>
    public const string User = "user";

    /// <summary>That user's password.</summary>
    public const string Password = "pass:word"; // a colon on purpose: RFC 7617 §2 permits it

    private const int MostShown = 300;

    // On a busy machine, a client may begin late: a browser that shares two cores with thirty others took 15 s.
    private static readonly TimeSpan s_begin = TimeSpan.FromSeconds(40);

    private readonly ClientUnderTest _client;
    private readonly Transcript _transcript;
    private readonly Waits _waits;
    private readonly Action<bool> _queueing;
    private readonly CancellationToken _cancel;

    internal ClientHandle(
        ClientUnderTest client, Transcript transcript, Waits waits, Action<bool> queueing, CancellationToken cancel) =>
        (_client, _transcript, _waits, _queueing, _cancel) = (client, transcript, waits, queueing, cancel);

    /// <summary>The features that the client declares.</summary>
    public IReadOnlySet<string> Features => _client.Features;

    /// <summary>Lets the client fetch a URL.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="through">The proxy that it is told to use.</param>
    /// <param name="withCredentials">Whether it is told credentials for that proxy.</param>
    /// <param name="patience">Its own timeout; by default <see cref="Waits.Reply"/>.</param>
    /// <param name="noProxy">What it is told to fetch without the proxy.</param>
    /// <returns>What it told its caller.</returns>
    /// <exception cref="HarnessException">The client itself could not be run.</exception>
    public async Task<ClientAnswer> FetchAsync(
        string url, ScriptedProxy through, bool withCredentials = false, TimeSpan? patience = null, string noProxy = "")
    {
        var task = new ClientTask(url, through.Uri)
        {
            User = withCredentials ? User : null,
            Password = withCredentials ? Password : null,
            NoProxy = noProxy,
            Patience = patience ?? _waits.Reply,
        };
        _queueing(true);
        using var turn = await _client.TurnAsync(_cancel);
        _queueing(false);
        _transcript.Record("client", WireEvent.Note, $"is asked for {url} through {through.Uri}");
        var answer = await InTimeAsync(task, through);
        var place = _transcript.Record("client", WireEvent.Note, Words(answer));
        return answer with { Place = place };
    }

    private async Task<ClientAnswer> InTimeAsync(ClientTask task, ScriptedProxy through)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_cancel);
        try
        {
            // The time counts from the moment at which the client is seen to run.
            var fetching = _client.FetchAsync(task, end.Token);
            await Task.WhenAny(fetching, through.Connected, Task.Delay(s_begin, end.Token));
            end.CancelAfter(task.Patience + _client.Grace);
            return await fetching;
        }
        catch (OperationCanceledException) when (!_cancel.IsCancellationRequested)
        {
            return ClientAnswer.Ended;
        }
    }

    private static string Words(ClientAnswer answer)
    {
        if (!answer.Succeeded)
            return answer.WasEnded ? "had to be ended" : $"reports an error: {Short(answer.Error)}";
        var status = answer.Status is { } code ? $"status {code}, " : "";
        return $"returns a response: {status}{answer.Body.Length} bytes \"{Short(ByteText.Escape(answer.Body))}\"";
    }

    private static string Short(string text) => text.Length > MostShown ? text[..MostShown] + "…" : text;
}
