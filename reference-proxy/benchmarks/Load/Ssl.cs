using System.Runtime.InteropServices;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Load;

/// <summary>
/// The functions of OpenSSL that the load's own TLS consists of. They are called directly, as the system calls in
/// <see cref="Libc"/> are, because they can be used on a descriptor that an event loop waits for: <c>SslStream</c> waits itself.
/// </summary>
internal static unsafe partial class Ssl
{
    public const string Library = "libssl.so.3";

    public const int WantRead = 2;
    public const int WantWrite = 3;
    public const int ClosureAlert = 6;

    public const int VerifyPeer = 1;
    public const int Mode = 33;
    public const int PartialWrites = 1;
    public const int MovingBuffer = 2;
    public const int LeastVersion = 123;
    public const int Tls13 = 0x0304;

    private const string Crypto = "libcrypto.so.3";

    [LibraryImport(Library, EntryPoint = "TLS_client_method")]
    public static partial nint ClientMethod();

    [LibraryImport(Library, EntryPoint = "SSL_CTX_new")]
    public static partial nint NewContext(nint method);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_ctrl")]
    public static partial nint Control(nint context, int command, nint number, nint none);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_ciphersuites", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetSuites(nint context, string suites);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_verify")]
    public static partial void SetVerification(nint context, int mode, nint callback);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_load_verify_locations", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Trust(nint context, string file, string? folder);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_get0_param")]
    public static partial nint Verification(nint context);

    [LibraryImport(Crypto, EntryPoint = "X509_VERIFY_PARAM_set1_ip_asc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int RequireAddress(nint verification, string address);

    [LibraryImport(Library, EntryPoint = "SSL_new")]
    public static partial nint New(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_free")]
    public static partial void Free(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_set_fd")]
    public static partial int SetDescriptor(nint session, int descriptor);

    [LibraryImport(Library, EntryPoint = "SSL_connect", SetLastError = true)]
    public static partial int Connect(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_read", SetLastError = true)]
    public static partial int Read(nint session, byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "SSL_peek", SetLastError = true)]
    public static partial int Peek(nint session, byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "SSL_write", SetLastError = true)]
    public static partial int Write(nint session, byte* buffer, int length);

    [LibraryImport(Library, EntryPoint = "SSL_pending")]
    public static partial int Pending(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_shutdown")]
    public static partial int Shutdown(nint session);

    [LibraryImport(Library, EntryPoint = "SSL_get_error")]
    public static partial int GetError(nint session, int result);

    [LibraryImport(Crypto, EntryPoint = "ERR_peek_error")]
    public static partial nuint PeekError();

    [LibraryImport(Crypto, EntryPoint = "ERR_reason_error_string")]
    public static partial nint Reason(nuint error);

    [LibraryImport(Crypto, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();
}
