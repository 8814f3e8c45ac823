using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>Gives the connections of one thread their turns: <c>epoll</c>, level-triggered.</summary>
internal sealed unsafe class EventLoop : IDisposable
{
    private const int Batch = 256;

    // The kernel packs the structure on x64 only.
    private static readonly int s_size = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly int _epoll = Endpoint.Checked(Libc.EpollCreate(Libc.CloseOnExec), "epoll_create1");
    private readonly byte* _happenings = (byte*)NativeMemory.Alloc((nuint)(Batch * 16));
    private Endpoint?[] _endpoints = new Endpoint?[1024];

    /// <summary>The buffer for whatever the current endpoint receives or sends. Its content does not matter.</summary>
    public byte* Scratch { get; } = (byte*)NativeMemory.AllocZeroed(ScratchSize);

    /// <summary>The size of <see cref="Scratch"/> in bytes.</summary>
    public const int ScratchSize = 256 * 1024;

    /// <summary>Adds an endpoint: from now on it gets a turn whenever it can receive or send.</summary>
    public void Add(Endpoint endpoint, uint interest)
    {
        if (endpoint.Descriptor >= _endpoints.Length)
            Array.Resize(ref _endpoints, 2 * endpoint.Descriptor);
        _endpoints[endpoint.Descriptor] = endpoint;
        Control(Libc.Add, endpoint.Descriptor, interest);
    }

    /// <summary>Changes what the endpoint waits for.</summary>
    public void Change(Endpoint endpoint, uint interest) => Control(Libc.Modify, endpoint.Descriptor, interest);

    /// <summary>Another endpoint takes over the socket.</summary>
    public void Replace(Endpoint endpoint, Endpoint by, uint interest)
    {
        _endpoints[endpoint.Descriptor] = by;
        Change(by, interest);
    }

    /// <summary>Closes the endpoint's socket.</summary>
    public void Close(Endpoint endpoint)
    {
        _endpoints[endpoint.Descriptor] = null;
        endpoint.CloseSocket();
    }

    /// <summary>Closes the sockets of all endpoints of that kind.</summary>
    public void CloseAll<T>() where T : Endpoint
    {
        foreach (var endpoint in _endpoints.OfType<T>())
            Close(endpoint);
    }

    /// <summary>Gives all endpoints their turns for that long.</summary>
    public void RunFor(TimeSpan time)
    {
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end)
            Turn();
    }

    /// <summary>Gives all endpoints their turns until <paramref name="done"/>.</summary>
    /// <exception cref="LoadFailedException">It takes longer than <paramref name="limit"/>.</exception>
    public void RunUntil(Func<bool> done, TimeSpan limit, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!done())
        {
            Turn();
            if (Stopwatch.GetElapsedTime(started) > limit)
                throw new LoadFailedException($"{what}: not within {limit.TotalSeconds:F0} s");
        }
    }

    /// <summary>Closes everything.</summary>
    public void Dispose()
    {
        CloseAll<Endpoint>();
        Libc.Close(_epoll);
        NativeMemory.Free(_happenings);
        NativeMemory.Free(Scratch);
    }

    // Returns at least every few milliseconds, so that the caller can check the time.
    private void Turn()
    {
        var count = Libc.EpollWait(_epoll, _happenings, Batch, 5);
        for (var i = 0; i < count; i++)
        {
            var happening = _happenings + (i * s_size);
            var descriptor = *(int*)(happening + s_size - 8);
            _endpoints[descriptor]?.OnReady(*(uint*)happening);
        }
    }

    private void Control(int operation, int descriptor, uint interest)
    {
        var happening = stackalloc byte[16];
        *(uint*)happening = interest;
        *(long*)(happening + s_size - 8) = descriptor;
        Endpoint.Checked(Libc.EpollControl(_epoll, operation, descriptor, happening), "epoll_ctl");
    }
}
