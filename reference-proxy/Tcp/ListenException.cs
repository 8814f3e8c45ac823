using System.Net;
using System.Net.Sockets;

namespace ConformanceKit.ReferenceProxy.Tcp;

/// <summary>The proxy cannot listen on an address.</summary>
internal sealed class ListenException(IPEndPoint address, SocketException failure) : SocketException((int)failure.SocketErrorCode)
{
    /// <summary>The address that is not available.</summary>
    public IPEndPoint Address => address;
}
