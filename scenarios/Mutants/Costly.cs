using ConformanceKit.Mutants;

// Browsers, megabytes, peers that never pause, and waits that nothing can shorten.
[assembly: Costly(
    "browser/*",
    "websocket/wss/page-script",
    "robustness/fairness/*",
    "tunnel/full-duplex",
    "tunnel/backpressure",
    "tunnel/flush-origin-close",
    "tunnel/many",
    "tunnel/latency")]

// What takes minutes otherwise than by the wait 'idle', which is short here.
[assembly: Postponed("tunnel/large", "2 GiB take minutes through a mutant, and fewer would prove nothing")]
