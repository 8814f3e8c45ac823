using ConformanceKit.Mutants;

// Browsers, megabytes, and waits that nothing can shorten.
[assembly: Costly(
    "browser/*",
    "websocket/wss/page-script",
    "tunnel/full-duplex",
    "tunnel/backpressure",
    "tunnel/flush-origin-close",
    "tunnel/many",
    "tunnel/latency")]
