using System.Net.Sockets;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy.Connect;

/// <summary>How a client is told what became of the tunnel that it asked for.</summary>
/// <typeparam name="TRequest">What it asked with.</typeparam>
internal interface ITunnelProtocol<in TRequest> where TRequest : class
{
    /// <summary>What the answer that begins the tunnel says, for the log.</summary>
    int Success { get; }

    /// <summary>Answers that the tunnel begins; nothing of the tunnel precedes the answer's last byte.</summary>
    ValueTask AnswerAsync(Client client, Socket dialled);

    /// <summary>Answers that there is no tunnel, and returns what happens to the connection.</summary>
    Task<AfterRequest> RejectAsync(Client client, TRequest request, RejectionReason reason);
}
