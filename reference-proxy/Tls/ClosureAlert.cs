using System.Net.Security;

namespace ConformanceKit.ReferenceProxy.Tls;

/// <summary>
/// The alert that ends a TLS session in order: whoever gets it knows that nothing is missing (RFC 8446 §6.1, RFC 9112 §9.8).
/// </summary>
public static class ClosureAlert
{
    /// <summary>Sends the alert; what the other side sends can still be received.</summary>
    /// <param name="tls">An established session; disposing it would not send the alert.</param>
    /// <exception cref="IOException">It cannot be sent, because the session is broken or the connection below is gone.</exception>
    public static async Task SendAsync(SslStream tls)
    {
        try
        {
            await tls.ShutdownAsync();
        }
        catch (Exception fault) when (fault is not IOException)
        {
            // Depending on what broke, this is an InvalidOperationException or one of OpenSSL's, whose type is internal.
            throw new IOException("The closure alert cannot be sent.", fault);
        }
    }
}
