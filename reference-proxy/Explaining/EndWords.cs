using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>The sentences for the end of a connection.</summary>
internal static class EndWords
{
    private const string Fin = "RFC 9293 §3.6";
    private const string Rst = "RFC 9293 §3.5.3";

    /// <summary>Explains that one side has nothing more to send.</summary>
    public static Remark Finished(Party from, Speech speech)
    {
        var (text, clause) = (speech, from) switch
        {
            (Speech.InsideTls, _) => ("TLS ends in this direction (close_notify)", "RFC 8446 §6.1"),
            (Speech.Tunnel, Party.Proxy) => ("The proxy ends this side of the tunnel too (FIN)", $"RFC 9110 §9.3.6, {Fin}"),
            (Speech.Tunnel, _) => ($"{Name(from)} closes its side of the tunnel (FIN); bytes in flight must still be delivered",
                $"RFC 9110 §9.3.6, {Fin}"),
            (_, Party.Proxy) => ("The proxy has nothing more to send here (FIN)", $"RFC 9112 §9.6, {Fin}"),
            _ => ($"{Name(from)} has nothing more to send (FIN)", Fin),
        };
        return new(text, clause, "FIN");
    }

    /// <summary>Explains that one side has aborted the connection.</summary>
    public static Remark Reset(Party from, Speech speech) => speech == Speech.Tunnel
        ? new($"{Name(from)} aborts its side of the tunnel (RST): both connections must be closed", $"RFC 9110 §9.3.6, {Rst}",
            "RST")
        : new($"{Name(from)} aborts the connection (RST): what was in flight is lost", Rst, "RST");

    private static string Name(Party party) => party switch
    {
        Party.Client => "The client",
        Party.Proxy => "The proxy",
        _ => "The origin",
    };
}
