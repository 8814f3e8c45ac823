using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.Scenarios.Tests.Ci;

/// <summary>A listener on loopback that answers each connection with the same bytes, and closes it; or that stays silent.</summary>
internal sealed class TestListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _asked = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;

    /// <summary>Listens.</summary>
    /// <param name="answer">What it answers once something has arrived; nothing: it stays silent.</param>
    public TestListener(byte[] answer)
    {
        _listener.Start();
        _accepting = AcceptAsync(answer);
    }

    /// <summary>Its address, for <c>--proxy</c>.</summary>
    public string Address => $"http://{_listener.LocalEndpoint}";

    /// <summary>Whether something has been sent to it.</summary>
    public Task Asked => _asked.Task;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _over.Dispose();
    }

    private async Task AcceptAsync(byte[] answer)
    {
        var answering = new List<Task>();
        try
        {
            while (true)
                answering.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_over.Token), answer));
        }
        finally
        {
            await Task.WhenAll(answering);
        }
    }

    private async Task AnswerAsync(TcpClient connection, byte[] answer)
    {
        using (connection)
        {
            try
            {
                var stream = connection.GetStream();
                if (await stream.ReadAsync(new byte[4096], _over.Token) == 0)
                    return;
                _asked.TrySetResult();
                if (answer.Length == 0)
                    await Task.Delay(Timeout.Infinite, _over.Token);
                await stream.WriteAsync(answer, _over.Token);
                connection.Client.Shutdown(SocketShutdown.Send);
                while (await stream.ReadAsync(new byte[4096], _over.Token) > 0)
                {
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException)
            {
                // The other side is done, or this one is.
            }
        }
    }
}
