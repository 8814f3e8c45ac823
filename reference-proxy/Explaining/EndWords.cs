using ConformanceKit.ReferenceProxy.Recording;

namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>The sentences for the end of a connection.</summary>
internal static class EndWords
{
    private const string Fin = "RFC 9293 §3.6";
    private const string Alert = "RFC 8446 §6.1";
    private const string Rst = "RFC 9293 §3.5.3";

    /// <summary>Explains that one side has nothing more to send.</summary>
    /// <param name="from">The side.</param>
    /// <param name="on">The connection.</param>
    /// <param name="alerted">Inside TLS, whether a closure alert came before FIN; null on a connection that is not inside.</param>
    public static Remark Finished(Party from, Conversation on, bool? alerted)
    {
        // 1. TLS makes a difference between an end and a truncation.
        if (alerted == false)
        {
            return new(
                $"{Name(from)} ends with FIN, without a closure alert: this may be a truncation, so what came may be incomplete",
                "RFC 8446 §6.1, RFC 9112 §9.8", "FIN without a closure alert");
        }

        if (on.Speech == Speech.InsideTls)
            return new("TLS ends in this direction: a closure alert (close_notify)", Alert, "closure alert");
        var (how, label, closure) = alerted is null
            ? ("FIN", "FIN", Fin)
            : ("closure alert: nothing is missing", "closure alert", $"{Alert}, RFC 9112 §9.8");

        // 2. In a tunnel one side's end is the beginning of the other's.
        var (text, clause) = (on.Speech, from) switch
        {
            (Speech.Tunnel, Party.Proxy) => ($"The proxy ends this side of the tunnel too ({how})", $"{Tunnel(on)}{closure}"),
            (Speech.Tunnel, _) when on.IsSocks => (
                $"{Name(from)} closes its side of the tunnel ({how}); SOCKS5 does not say what becomes of the other", closure),
            (Speech.Tunnel, _) => (
                $"{Name(from)} closes its side of the tunnel ({how}); bytes in flight must still be delivered",
                $"{Tunnel(on)}{closure}"),
            (Speech.Messages, Party.Proxy) => ($"The proxy has nothing more to send here ({how})", $"RFC 9112 §9.6, {closure}"),
            _ => ($"{Name(from)} has nothing more to send ({how})", closure),
        };
        return new(text, Remark.Clauses([clause]), label);
    }

    /// <summary>Explains that one side has aborted the connection.</summary>
    public static Remark Reset(Party from, Conversation on) => on.Speech == Speech.Tunnel
        ? new(
            $"{Name(from)} aborts its side of the tunnel (RST){(on.IsSocks ? "" : ": both connections must be closed")}",
            $"{Tunnel(on)}{Rst}",
            "RST")
        : new($"{Name(from)} aborts the connection (RST): what was in flight is lost", Rst, "RST");

    // RFC 1928 has no rules for the end of a tunnel.
    private static string Tunnel(Conversation on) => on.IsSocks ? "" : "RFC 9110 §9.3.6, ";

    private static string Name(Party party) => party switch
    {
        Party.Client => "The client",
        Party.Proxy => "The proxy",
        _ => "The origin",
    };
}
