using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Wire.Http2;
using static ConformanceKit.Scenarios.Http2.Http2Flaws;

namespace ConformanceKit.Scenarios.ExtendedConnect;

/// <summary>Proxies that get extended CONNECT wrong, which the reference does not offer.</summary>
internal static class ProtocolMutants
{
    [Mutant("takes-extended-connect-for-connect", "opens a tunnel to :authority for a CONNECT with :protocol")]
    [Kills("extended-connect/unadvertised", ReasonIds.OriginContacted)]
    public static Flaw TakesItForConnect() => Broken().RequestFields(fields =>
    {
        if (IsComplete(fields))
            OpenTunnel(fields);
    });

    [Mutant("wants-no-scheme-and-no-path", "opens a tunnel for a CONNECT with :protocol that lacks :scheme or :path")]
    [Kills("extended-connect/scheme-path-required", ReasonIds.OriginContacted)]
    public static Flaw WantsNeither() => Broken().RequestFields(fields =>
    {
        if (!IsComplete(fields))
            OpenTunnel(fields);
    });

    [Mutant("offers-websocket-and-opens-tcp", "offers extended CONNECT, and opens a tunnel to :authority for it")]
    [Kills("extended-connect/no-tcp-tunnel", ReasonIds.UnexpectedBytes)]
    [Records("extended-connect/websocket-forwarded", "open, but")]
    [Related("extended-connect/scheme-path-required")]
    public static Flaw OffersAndOpensTcp() => Offering(1).RequestFields(OpenTunnel);

    [Mutant("offers-websocket-and-refuses-it", "offers extended CONNECT, and refuses every one")]
    [Records("extended-connect/websocket-forwarded", "refused")]
    [Records("extended-connect/connect-tcp", "refused")]
    public static Flaw OffersAndRefuses() => Offering(1);

    [Mutant("offers-extended-connect-with-2", "says 2 in SETTINGS_ENABLE_CONNECT_PROTOCOL")]
    [Kills("extended-connect/setting-value", ReasonIds.FieldValue)]
    public static Flaw OffersWith2() => Offering(2);

    [Mutant("takes-extended-connect-back", "says 1 in SETTINGS_ENABLE_CONNECT_PROTOCOL, and then 0")]
    [Kills("extended-connect/setting-value", ReasonIds.FieldValue)]
    public static Flaw TakesItBack() => Offering(1, 0);

    private static bool IsComplete(FieldList fields) => fields.Value(":scheme") is not null && fields.Value(":path") is not null;

    private static void OpenTunnel(FieldList fields)
    {
        if (fields.Value(":protocol") is not null)
            fields.Remove(":protocol", ":scheme", ":path");
    }

    private static Flaw Offering(params uint[] values) => ToClient(frame =>
        frame.Type == FrameTypes.Settings && !frame.Has(FrameFlags.Ack)
            ? [frame with { Payload = (byte[])[.. frame.Payload.Span, .. Of(values)] }]
            : [frame]);

    private static byte[] Of(uint[] values) =>
        Frame.Settings([.. values.Select(value => new Setting(Setting.EnableConnectProtocol, value))]).Payload.ToArray();
}
