using ConformanceKit.ReferenceProxy.Authentication;
using ConformanceKit.ReferenceProxy.Connect;
using ConformanceKit.ReferenceProxy.Forwarding;
using ConformanceKit.ReferenceProxy.Http;

namespace ConformanceKit.ReferenceProxy;

/// <summary>What becomes of a request whose head is valid, whichever version of HTTP it came in.</summary>
internal sealed class RequestHandler(
    ProxyOptions options, CredentialSet credentials, ConnectHandler connect, ForwardHandler forward)
{
    /// <summary>Serves one request, and returns what happens to the connection, or in HTTP/2 to the stream.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">The request.</param>
    /// <param name="origin">A connection to an origin that may serve this request; afterwards, the one that did.</param>
    public Task<AfterRequest> HandleAsync(Client client, Request request, KeptOrigin origin)
    {
        // 4. Is this client allowed, with these credentials? This is checked for each request, before anything else happens.
        if (Refuses(client, request) is { } refused)
            return client.RejectAsync(refused, request.Line, client.MayAskAgain(request));

        // 5. Each of the four forms of target has its own handler (RFC 9112 §3.2).
        return request.Target switch
        {
            RequestTarget.AuthorityForm authority => connect.HandleAsync(client, request.Line, authority.Authority),
            RequestTarget.AbsoluteForm absolute => forward.HandleAsync(client, request, absolute, origin),
            RequestTarget.AsteriskForm => OwnAnswer.ToOptionsAsync(client, request, client.MayAskAgain(request)),
            _ => client.RejectAsync(RejectionReason.OriginFormToProxy, request.Line, mayAskAgain: false),
        };
    }

    private RejectionReason? Refuses(Client client, Request request)
    {
        if (!client.IsAllowed)
            return RejectionReason.ClientNotAllowed;
        if (options.Credentials.Count > 0 && !credentials.Accepts(request.Fields))
            return RejectionReason.CredentialsRequired;
        return null;
    }
}
