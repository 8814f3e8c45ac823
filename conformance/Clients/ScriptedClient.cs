using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using ConformanceKit.Origins;

namespace ConformanceKit.Clients;

/// <summary>
/// A client that does what the RFCs say, and nothing more, inside this process: the proof that one can cope with each behaviour.
/// </summary>
/// <param name="steps">Its decisions; those of a mutant differ in one.</param>
/// <param name="name">What it is called.</param>
internal sealed class ScriptedClient(ClientSteps steps, string name = ClientCatalogue.Scripted)
    : InProcessClient(Model.ProgramVersion.Of(typeof(ScriptedClient).Assembly))
{
    private const int MostRedirects = 5;
    private const int MostContent = 1024 * 1024;

    // RFC 6455 §5.5.1: without a reason, masked with zeros.
    private static readonly byte[] s_closeFrame = [0x88, 0x80, 0, 0, 0, 0];

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override IReadOnlySet<string> Features { get; } = ClientFeatures.Of(ClientFeatures.All);

    /// <inheritdoc/>
    public override async Task<ClientAnswer> FetchAsync(ClientTask task, CancellationToken cancel)
    {
        if (steps.Pretends is { } pretended)
            return steps.Knocks ? await KnockAsync(ClientUrl.Parse(task.Proxy), pretended, cancel) : pretended;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (!steps.NeverGivesUp)
            patience.CancelAfter(task.Patience);
        try
        {
            await using var streams = new IdleTunnels();
            return await FollowAsync(streams, ClientUrl.Parse(task.Url), task, patience.Token);
        }
        catch (Exception fault) when (fault is ClientFault or IOException or SocketException or AuthenticationException)
        {
            return ClientAnswer.Failed(fault.Message);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ClientAnswer.Failed("timed out");
        }
    }

    private static async Task<ClientAnswer> KnockAsync(ClientUrl proxy, ClientAnswer pretended, CancellationToken cancel)
    {
        try
        {
            await (await ClientDialler.DialAsync(proxy.Host, proxy.Port, cancel)).DisposeAsync();
        }
        catch (SocketException)
        {
            // Nobody is there, which makes no difference to what is pretended.
        }

        return pretended;
    }

    // Redirects of an origin are followed. What a proxy says to CONNECT never is one of these.
    private async Task<ClientAnswer> FollowAsync(IdleTunnels idle, ClientUrl url, ClientTask task, CancellationToken cancel)
    {
        for (var redirects = 0; ; redirects++)
        {
            var (response, content) = await TryAsync(idle, url, task, cancel);
            if (redirects == MostRedirects || response.Status is not (301 or 302 or 303 or 307 or 308)
                || response.Find("Location") is not { } location)
            {
                return ClientAnswer.Of(
                    response.Status, content, [.. response.Fields.Select(field => $"{field.Name}: {field.Value}")]);
            }

            url = url.Resolve(location);
        }
    }

    private async Task<(ClientResponse Response, byte[] Content)> TryAsync(
        IdleTunnels idle, ClientUrl url, ClientTask task, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return steps.KnowsNoProxy && IsForDirect(url, task.NoProxy)
                    ? await OverAsync(await ClientDialler.DialAsync(url.Host, url.Port, cancel), url, task, cancel)
                    : await ThroughProxyAsync(idle, url, task, cancel);
            }
            catch (Exception fault) when (fault is IOException or SocketException && tries < steps.Tries)
            {
                // Only a mutant tries again.
            }
            catch (IOException) when (steps.TakesEndForPage)
            {
                return (new(200, []), []);
            }
            catch (Exception fault) when (fault is ClientFault or IOException or SocketException && steps.FallsBackToDirect)
            {
                return await OverAsync(await ClientDialler.DialAsync(url.Host, url.Port, cancel), url, task, cancel);
            }
        }
    }

    private async Task<(ClientResponse Response, byte[] Content)> ThroughProxyAsync(
        IdleTunnels idle, ClientUrl url, ClientTask task, CancellationToken cancel)
    {
        var goal = new ClientGoal(task.Url, url.Authority, url.IsTunnelled ? url.Authority : url.ShortAuthority,
            $"{url.Scheme}://{url.ShortAuthority}{url.Path}");
        if (url.IsTunnelled && !steps.DialsForEach && idle.Take() is { } tunnel)
            return await OverStreamAsync(idle, tunnel, goal, url, task, cancel);
        var credentials = "";
        var connection = await ToProxyAsync(url, task, cancel);
        if (connection.IsHttp2)
            return await OverStreamAsync(idle, idle.Own(new(connection, steps)), goal, url, task, cancel);
        try
        {
            for (var requests = 1; ; requests++)
            {
                // 1. The request to the proxy: CONNECT, or the one for the origin in absolute-form.
                var head = url.IsTunnelled ? steps.ConnectHead(goal) : steps.AbsoluteHead(goal);
                await connection.WriteAsync(Encoding.Latin1.GetBytes($"{head}{credentials}\r\n"), cancel);
                if (url.IsSecure && steps.HurriesTls)
                    return await OverAsync(connection, url, task, cancel);

                // 2. The first response that is not interim.
                var response = await ReadAsync(connection, cancel);
                while (url.IsTunnelled ? steps.IsInterim(response) : response.Status is >= 100 and < 200)
                    response = await ReadAsync(connection, cancel);

                // 3. A challenge is answered once, on this connection if it stays open.
                if (steps.IsChallenge(response) && task.User is not null && requests < steps.MostChallenges)
                {
                    credentials = $"Proxy-Authorization: Basic {Basic(task)}\r\n";
                    connection = await AgainAsync(connection, response, url, task, cancel);
                    continue;
                }

                // 4. Without a tunnel, this is the origin's response.
                if (!url.IsTunnelled)
                    return (response, await ContentAsync(connection, response, cancel));

                // 5. A 2xx opens the tunnel. Anything else is the proxy's word, and an error.
                if (!steps.Opens(response))
                    return await RefusedAsync(idle, connection, response, url, task, cancel);
                if (steps.Content(response) is > 0 and var length)
                    await ReadContentAsync(connection, length, cancel);
                if (steps.DiscardsBehindHead)
                    connection.Discard();
                return await OverAsync(connection, url, task, cancel);
            }
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }

    // What a mutant does with a refusal; the client itself reports an error.
    private async Task<(ClientResponse Response, byte[] Content)> RefusedAsync(
        IdleTunnels idle, ClientStream connection, ClientResponse response, ClientUrl url, ClientTask task,
        CancellationToken cancel)
    {
        if (steps.FollowsRefusal && response.Find("Location") is { } location)
            return await TryAsync(idle, url.Resolve(location), task, cancel);
        return steps.ReturnsRefusal
            ? (response, await ContentAsync(connection, response, cancel))
            : throw new ClientFault($"the proxy refused the tunnel: {response.Status}");
    }

    private async Task<ClientStream> AgainAsync(
        ClientStream connection, ClientResponse response, ClientUrl url, ClientTask task, CancellationToken cancel)
    {
        if ((response.Closes || response.Length is null) && steps.DialsAgain)
        {
            await connection.DisposeAsync();
            return await ToProxyAsync(url, task, cancel);
        }

        if (steps.DrainsChallenge)
            await ReadContentAsync(connection, response.Length ?? 0, cancel);
        return connection;
    }

    // A name stands for itself and for what ends with it; "*" for all. There is no standard for more.
    private static bool IsForDirect(ClientUrl url, string noProxy) => noProxy.Split(',').Select(one => one.Trim(' ', '.')).Any(
        entry => entry == "*" || (entry.Length > 0 && $".{url.Host}".EndsWith($".{entry}", StringComparison.Ordinal)));

    // The request to the origin, inside TLS for https. In a bare tunnel, whatever comes.
    private async Task<(ClientResponse Response, byte[] Content)> OverAsync(
        ClientStream connection, ClientUrl url, ClientTask task, CancellationToken cancel)
    {
        if (url.Scheme == "tcp")
            return (new(200, []), await ReadContentAsync(connection, MostContent, cancel, toEnd: true));
        if (steps.NamesAddress)
            await connection.WriteAsync(AddressHello.Of(url.Host), cancel);
        var inside = url.IsSecure
            ? await ClientDialler.TlsAsync(connection, url.Host, steps.TrustsAnyOrigin, null, cancel)
            : connection;
        if (url.Scheme == "wss")
            return (new(101, []), await FirstMessageAsync(inside, url, cancel));
        var leak = steps.LeaksCredentials && task.User is not null ? $"Proxy-Authorization: Basic {Basic(task)}\r\n" : "";
        await inside.WriteAsync(Encoding.Latin1.GetBytes(
            $"GET {url.Path} HTTP/1.1\r\nHost: {url.ShortAuthority}\r\n{leak}Connection: close\r\n\r\n"), cancel);
        var response = await ReadAsync(inside, cancel);
        return (response, await ContentAsync(inside, response, cancel));
    }

    // RFC 6455 §4.1: the opening handshake; then the origin speaks first.
    private async Task<byte[]> FirstMessageAsync(ClientStream inside, ClientUrl url, CancellationToken cancel)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await inside.WriteAsync(Encoding.Latin1.GetBytes(
            $"GET {url.Path} HTTP/1.1\r\nHost: {url.ShortAuthority}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"), cancel);
        var response = await ReadAsync(inside, cancel);
        if (response.Status != 101 || response.Find("Sec-WebSocket-Accept") != WebSocketHandshake.Accept(key))
            throw new ClientFault($"the origin did not switch to WebSocket: {response.Status}");

        // §5.2: a whole text message with a short length is all that an origin of the kit pushes.
        if (await ReadContentAsync(inside, 2, cancel) is not [0x81, < 126 and var length])
            throw new ClientFault("what came is not a short text message");
        var message = await ReadContentAsync(inside, length, cancel);
        await inside.WriteAsync(s_closeFrame, cancel);
        return message;
    }

    // The same in HTTP/2, where the tunnel is a stream. When the origin has ended, so does the client, and the next stream of the
    // connection is for the next tunnel (RFC 9113 §9.1).
    private async Task<(ClientResponse Response, byte[] Content)> OverStreamAsync(
        IdleTunnels idle, Http2Tunnel tunnel, ClientGoal goal, ClientUrl url, ClientTask task, CancellationToken cancel)
    {
        var response = await tunnel.ConnectAsync(
            goal, task.User is null ? null : $"Basic {Basic(task)}", cancel);
        if (!steps.Opens(response))
            throw new ClientFault($"the proxy refused the tunnel: {response.Status}");
        var result = await OverAsync(new(tunnel), url, task, cancel);
        await ReadContentAsync(new(tunnel), MostContent, cancel, toEnd: true);
        idle.Put(tunnel);
        return result;
    }

    // HTTP/2 is offered only for a tunnel: requests for http URLs go in HTTP/1.1.
    private async Task<ClientStream> ToProxyAsync(ClientUrl url, ClientTask task, CancellationToken cancel)
    {
        var proxy = ClientUrl.Parse(task.Proxy);
        var connection = await ClientDialler.DialAsync(proxy.Host, proxy.Port, cancel);
        return proxy.IsSecure && !steps.DowngradesProxy
            ? await ClientDialler.TlsAsync(connection, proxy.Host, steps.TrustsAnyProxy, Offer(url), cancel)
            : connection;
    }

    private async Task<ClientResponse> ReadAsync(ClientStream connection, CancellationToken cancel)
    {
        var (head, isComplete) = await connection.ReadHeadAsync(steps.MostHead, steps.ReadsOnce, cancel);
        if (!isComplete && !(steps.TakesTruncatedHead && head.Length > 0))
            throw new IOException(head.Length == 0 ? "the connection ended without a response" : "the response is cut short");
        return ClientResponse.Parse(head) is { } response && steps.Reads(head) ? response
            : steps.TakesGarbage ? new(200, [])
            : throw new ClientFault("what came is not a response of HTTP/1");
    }

    private List<SslApplicationProtocol>? Offer(ClientUrl url) => !steps.OffersProtocols ? null
        : url.IsTunnelled ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]
        : [SslApplicationProtocol.Http11];

    private Task<byte[]> ContentAsync(ClientStream connection, ClientResponse response, CancellationToken cancel) =>
        ReadContentAsync(connection, response.Length ?? MostContent, cancel,
            toEnd: response.Length is null || steps.TakesResetForEnd);

    private async Task<byte[]> ReadContentAsync(
        ClientStream connection, int length, CancellationToken cancel, bool toEnd = false)
    {
        using var content = new MemoryStream();
        var piece = new byte[16 * 1024];
        try
        {
            while (content.Length < Math.Min(length, MostContent)
                && await connection.ReadAsync(piece.AsMemory(0, (int)Math.Min(piece.Length, length - content.Length)), cancel)
                    is > 0 and var count)
            {
                content.Write(piece, 0, count);
            }
        }
        catch (IOException) when (steps.TakesResetForEnd)
        {
            return content.ToArray();
        }
        return toEnd || content.Length == length ? content.ToArray() : throw new IOException("the content is cut short");
    }

    private static string Basic(ClientTask task) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{task.User}:{task.Password}"));
}
