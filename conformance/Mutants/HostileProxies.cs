namespace ConformanceKit.Mutants;

/// <summary>Servers that mean the reader of the report: whatever shows their bytes must not obey them.</summary>
internal static class HostileProxies
{
    // For a terminal, the logs of CI systems, XML, HTML, Markdown, and whatever decodes text.
    private const string Hostile =
        "\u001b]0;owned\u0007\u001b[31m\r::error::owned ##vso[task.setvariable variable=a]b ##[error]c ]]> </script>"
        + "<script>alert(1)</script> \"'><img src=x onerror=alert(1)> &amp; [a](javascript:alert(1)) `|\0"
        + "\u00ff\u00fe\u00c0\u0080 \u00ed\u00a0\u0080 \u00e2\u0080\u00ae \u00ef\u00bb\u00bf";

    private const string Lines = "\n::error::owned\n##vso[task.setvariable variable=a]b\n]]>\n</script>\n";

    [NullProxy("hostile-200", "answers everything with 200 and hostile bytes in every place")]
    public static Flaw Ok() => NullProxies.Always(Response("200"));

    [NullProxy("hostile-502", "answers everything with 502 and hostile bytes in every place")]
    public static Flaw BadGateway() => NullProxies.Always(Response("502"));

    [NullProxy("hostile-status", "answers everything with hostile bytes in place of the status")]
    public static Flaw Status() => NullProxies.Always($"HTTP/1.1 {Hostile}{Lines}\r\n\r\n", endsAfter: true);

    [NullProxy("hostile-garbage", "answers everything with hostile bytes that are not HTTP")]
    public static Flaw Garbage() => NullProxies.Always(Lines + Hostile, endsAfter: true);

    private static string Response(string status)
    {
        var body = Hostile + Lines;
        return $"HTTP/1.1 {status} {Hostile}\r\nX-{Hostile}: a\r\nVia: {Hostile}\r\nServer: {Hostile}\r\n"
            + $"Proxy-Authenticate: Basic realm=\"{Hostile}\"\r\nContent-Type: {Hostile}\r\nConnection: close\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}";
    }
}
