using System.Net;
using ConformanceKit.Model;
using ConformanceKit.UnderTest;

namespace ConformanceKit.Tests.Running;

/// <summary>A proxy that does nothing, cannot be started, or is not ready before a task is over.</summary>
internal sealed class FakeProxy(string name, string? fault = null, Task? held = null) : ProxyUnderTest
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool Disposed { get; private set; }

    public Task Started => _started.Task;

    public override string Name => name;

    public override IReadOnlySet<string> Features { get; } = new HashSet<string> { "connect", "http" };

    public override async Task<RunningSubject> StartAsync(CancellationToken cancel)
    {
        _started.TrySetResult();
        await (held ?? Task.CompletedTask).WaitAsync(cancel);
        return fault is not null
            ? throw new HarnessException(fault)
            : new(new Dictionary<string, Listener> { [ListenerNames.Plain] = Listener.OnPort(1) }, "1.2.3", "sha256:abc",
                IPAddress.Loopback, "127.0.0.1", null);
    }

    public override Task<string> ReadLogAsync(CancellationToken cancel) => Task.FromResult("one line of log");

    public override ValueTask DisposeAsync()
    {
        Disposed = true;
        return ValueTask.CompletedTask;
    }
}
