namespace ConformanceKit.ReferenceProxy.Explaining;

/// <summary>
/// The style sheet of diagrams. All lines are borders, which are also there in print and with forced colours. Where the page has
/// no colours for it, it takes its own. A narrow place, such as a phone or half a page, has smaller letters.
/// </summary>
internal static class DiagramStyle
{
    /// <summary>The rules.</summary>
    public const string Css = """
        /* A row: the time, the side of the client, the side of the origin. */
        .ck-seq{--ck-line:color-mix(in srgb,currentColor 45%,transparent);--ck-tls:var(--ck-tunnel,#3b82f6)}
        .ck-seq{container-type:inline-size;padding:.2em 1.6em 0 0;font:12px/1.3 ui-monospace,Menlo,Consolas,monospace}
        .ck-seq>div{display:grid;grid-template-columns:4.8em 1fr 1fr;min-height:2.3em}
        .ck-seq i,.ck-seq b{grid-row:1;align-self:end;margin-bottom:.45em;font-style:normal;font-weight:400}
        .ck-seq i{grid-column:1;justify-self:end;padding-right:.8em;margin-bottom:0;color:var(--quiet,inherit)}
        .ck-seq .c{grid-column:2}
        .ck-seq .o{grid-column:3}
        .ck-seq .w{grid-column:2/4}

        /* The lifelines, and what a row lies in: a tunnel, TLS from end to end, TLS that ends at the proxy. */
        .ck-seq>div+div::before,.ck-seq>div+div::after{content:"";grid-row:1;grid-column:2}
        .ck-seq>div+div::before,.ck-seq>div+div::after{border:solid var(--ck-line);border-width:0 1px}
        .ck-seq>div+div::after{grid-column:3;border-left:0}
        .ck-seq>.u::before,.ck-seq>.u::after{background:color-mix(in srgb,var(--ck-tls) 14%,transparent)}
        .ck-seq>.p::before,.ck-seq>.x.u::before,.ck-seq>.k.u::before,.ck-seq>.m.u::after{border-left:3px solid var(--ck-tls)}
        .ck-seq>.p::before,.ck-seq>.x.u::after,.ck-seq>.k.u::before,.ck-seq>.m.u::after{border-right:3px solid var(--ck-tls)}

        /* Arrows: their ends, openings, what is inside TLS, and the connections after the first. */
        .ck-seq b{position:relative;padding:.35em .6em .1em;text-align:center;overflow-wrap:anywhere}
        .ck-seq b{border-bottom:1px solid var(--ck-own,currentColor)}
        .ck-seq b::after{content:"";position:absolute;bottom:-4px;width:6px;height:6px}
        .ck-seq b::after{border:solid var(--ck-own,currentColor);border-width:1px 1px 0 0}
        .ck-seq .r::after{right:2px;transform:rotate(45deg)}
        .ck-seq .l::after{left:2px;transform:rotate(-135deg)}
        .ck-seq .fin::after{bottom:-6px;width:3px;height:11px;border-width:0 0 0 2px;transform:none}
        .ck-seq .rst::after{content:"\d7"/"";bottom:-5px;width:auto;height:auto;border:0}
        .ck-seq .rst::after{font:bold 18px/9px sans-serif;transform:none}
        .ck-seq .open{border-bottom-style:dashed}
        .ck-seq .s{background:color-mix(in srgb,var(--ck-tls) 30%,Canvas);border-radius:4px 4px 0 0;margin-inline:3px}
        .ck-seq .n2{--ck-own:var(--ck-second,color-mix(in srgb,currentColor 45%,#d97706))}
        .ck-seq .n3{--ck-own:var(--ck-third,color-mix(in srgb,currentColor 45%,#7c3aed))}

        /* Remarks, the names of the lifelines, and what the reader's attention is drawn to. */
        .ck-seq .note{align-self:center;margin:0;padding-block:.3em;text-align:left;border:0;color:var(--quiet,inherit)}
        .ck-seq .o.note{text-align:right}
        .ck-seq .w.note{text-align:center}
        .ck-seq .note::after,.ck-who>b::after{content:none}
        .ck-seq b.here{--ck-own:currentColor;color:var(--fail,#b42318);font-weight:700;white-space:normal}
        .ck-seq>.ck-who{min-height:0}
        .ck-seq .ck-who>b{margin:0;padding:0;border:0;font-weight:700;justify-self:start;transform:translateX(-50%)}
        .ck-seq .ck-who>b:last-child{justify-self:end;transform:translateX(50%)}

        @container(max-width:36rem){
        .ck-seq>div{font-size:11px;grid-template-columns:3.6em 1fr 1fr}
        .ck-seq i{padding-right:.4em}
        .ck-seq b{padding-inline:.45em}
        .ck-seq .ck-who>b:last-child{transform:translateX(1.6em)}
        }
        """;
}
