using ConformanceKit.Mutants;

// These use browsers, megabytes, peers that never pause, or waits that nothing can shorten.
[assembly: Costly(
    "browser/*",
    "websocket/wss/page-script",
    "websocket/wss/page-script-h2",
    "robustness/fairness/*",
    "tunnel/full-duplex",
    "tunnel/backpressure",
    "tunnel/flush-origin-close",
    "tunnel/many",
    "tls-proxy/full-duplex",
    "tls-proxy/flush-then-alert",
    "socks/flush-origin-close",
    "tunnel/latency",
    "h2/upload-past-window",
    "h2/stalled-isolated",
    "h2/ping-while-stalled",
    "h2/continuation-flood",
    "h2/flush-origin-close",
    "h2/rapid-reset")]

// This takes minutes, and not because of the wait 'idle', which is short here.
[assembly: Postponed("tunnel/large", "2 GiB take minutes through a mutant, and less would prove nothing")]
