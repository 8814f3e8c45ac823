namespace ConformanceKit.ReferenceProxy.Http;

/// <summary>The rules on Host (RFC 9112 §3.2): exactly one in HTTP/1.1, and valid, whatever the method.</summary>
internal static class HostField
{
    /// <summary>Why the Host field is not acceptable, or null. Its value is never used: the target says where to go.</summary>
    public static RejectionReason? Check(HttpVersion version, FieldSection fields)
    {
        var values = fields.Values("Host");
        return values.Count switch
        {
            0 => version.IsAtLeast11 ? RejectionReason.MissingHost : null,
            1 => IsValid(values[0]) ? null : RejectionReason.InvalidHostField,
            _ => RejectionReason.DuplicateHost,
        };
    }

    // Empty is valid: a URI without an authority is sent with an empty Host (RFC 9110 §7.2).
    private static bool IsValid(string value) =>
        value.Length == 0 || Authority.ParseOfUri(value, defaultPort: 80).Rejected is null;
}
