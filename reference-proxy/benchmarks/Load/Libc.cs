using System.Runtime.InteropServices;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// The system calls of the load. They are called directly because the load must cost as little as possible: it shares its cores
/// with what it measures.
/// </summary>
internal static unsafe partial class Libc
{
    public const int Again = 11;
    public const int InProgress = 115;

    public const uint In = 0x1;
    public const uint Out = 0x4;
    public const int Add = 1;
    public const int Modify = 3;

    /// <summary>Drops the received bytes instead of copying them (tcp(7)), so that receiving costs next to nothing.</summary>
    public const int Truncate = 0x20;
    public const int Peek = 2;
    public const int NoSignal = 0x4000;

    public const int Inet = 2;
    public const int Stream = 1;
    public const int NonBlocking = 0x800;
    public const int CloseOnExec = 0x80000;

    public const int Socket = 1;
    public const int ReuseAddress = 2;
    public const int Error = 4;
    public const int Linger = 13;
    public const int Tcp = 6;
    public const int NoDelay = 1;
    public const int Ip = 0;
    public const int BindAddressNoPort = 24;

    [LibraryImport("libc", EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport("libc", EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int descriptor, byte* happening);

    [LibraryImport("libc", EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, byte* happenings, int most, int milliseconds);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    public static partial int NewSocket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetOption(int descriptor, int level, int name, int* value, int length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int descriptor, int level, int name, int* value, int* length);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int descriptor, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(int descriptor, int backlog);

    [LibraryImport("libc", EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetName(int descriptor, byte* address, int* length);

    [LibraryImport("libc", EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int descriptor, byte* address, int length);

    [LibraryImport("libc", EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int descriptor, byte* address, int* length, int flags);

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int descriptor, byte* buffer, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
