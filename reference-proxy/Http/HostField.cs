namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>The rules on Host (RFC 9112 §3.2): exactly one in HTTP/1.1, and valid, whatever the method.</summary>
internal static class HostField
{
    /// <summary>Why the Host field is not acceptable, or null. Its value is never used: the target says where to go.</summary>
    public static RejectionReason? Check(HttpVersion version, FieldSection fields)
    {
        string? host = null;
        foreach (var line in fields.Lines)
        {
            if (!line.Is("Host"))
                continue;
            if (host is not null)
                return RejectionReason.DuplicateHost;
            host = line.Value;
        }

        if (host is null)
            return version.IsAtLeast11 ? RejectionReason.MissingHost : null;
        return IsValid(host) ? null : RejectionReason.InvalidHostField;
    }

    // Empty is valid: a URI without an authority is sent with an empty Host (RFC 9110 §7.2).
    private static bool IsValid(string value) =>
        value.Length == 0 || Authority.CheckOfUri(value) is null;
}
