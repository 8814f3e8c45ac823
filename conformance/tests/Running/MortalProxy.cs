using System.Net;
using System.Net.Sockets;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Tests.Running;

/// <summary>A proxy that answers everything with 400, but ends with all its connections when it receives "end".</summary>
internal sealed class MortalProxy : ProxyUnderTest
{
    private readonly CancellationTokenSource _disposed = new();
    private readonly Task _supervising;
    private readonly IPEndPoint _endPoint;
    private readonly bool _isSupervised;
    private readonly bool _isRestarted;
    private readonly SemaphoreSlim _restart = new(0);
    private readonly RunningSubject? _twin;
    private readonly string? _fault;

    /// <param name="isSupervised">Whether it is then restarted, and is declared to be fragile.</param>
    /// <param name="isRestarted">Whether the kit can start it again.</param>
    /// <param name="twin">Another instance that runs beside it.</param>
    /// <param name="fault">Why it cannot be found out how it ended.</param>
    public MortalProxy(
        bool isSupervised = true, bool isRestarted = false, RunningSubject? twin = null, string? fault = null)
    {
        _isRestarted = isRestarted;
        _fault = fault;
        _isSupervised = isSupervised;
        _twin = twin;
        var first = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        _endPoint = (IPEndPoint)first.LocalEndpoint;
        _supervising = SuperviseAsync(first);
    }

    public override string Name => "mortal";

    public override IReadOnlySet<string> Features { get; } = new HashSet<string>();

    public override bool Fragile => _isSupervised;

    public override Task<RunningSubject> StartAsync(CancellationToken cancel) =>
        Task.FromResult(
            new RunningSubject(new Dictionary<string, Listener> { [ListenerNames.Plain] = new(_endPoint) }, "1.0", "",
                IPAddress.Loopback, "127.0.0.1", null)
            {
                Twins = _twin is null ? [] : [_twin],
            });

    public override Task<string> HowItEndedAsync(CancellationToken cancel) => _fault is null
        ? Task.FromResult(_isSupervised ? "" : "exit code 7")
        : Task.FromException<string>(new HarnessException(_fault));

    public override async Task<RunningSubject?> RestartAsync(CancellationToken cancel)
    {
        if (!_isRestarted)
            return null;
        _restart.Release();
        var running = await StartAsync(cancel);
        await PortProbe.WaitAsync([_endPoint], isForwarded: false, TimeSpan.FromSeconds(10), cancel);
        return running;
    }

    public override async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _supervising.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _disposed.Dispose();
        _restart.Dispose();
    }

    private async Task SuperviseAsync(TcpListener listener)
    {
        while (true)
        {
            await LiveAsync(listener);
            if (_isRestarted)
                await _restart.WaitAsync(_disposed.Token);
            else if (!_isSupervised)
                return;
            listener = new(_endPoint);
            listener.Start();
        }
    }

    private async Task LiveAsync(TcpListener listener)
    {
        var connections = new List<Socket>();
        using var death = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token);
        try
        {
            while (true)
            {
                var connection = await listener.AcceptSocketAsync(death.Token);
                connections.Add(connection);
                _ = AnswerAsync(connection, death);
            }
        }
        catch (OperationCanceledException) when (!_disposed.IsCancellationRequested)
        {
            // The program has ended, so everything that it had open is closed, as a kernel would do.
        }
        finally
        {
            listener.Dispose();
            connections.ForEach(connection => connection.Dispose());
        }
    }

    private static async Task AnswerAsync(Socket connection, CancellationTokenSource death)
    {
        var received = new byte[1024];
        var count = await connection.ReceiveAsync(received);
        if (received.AsSpan(0, count).SequenceEqual("end"u8))
        {
            await death.CancelAsync();
        }
        else if (count > 0)
        {
            await connection.SendAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray());
            connection.Shutdown(SocketShutdown.Send);
        }
    }
}
