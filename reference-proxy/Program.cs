using ConformanceKit.ReferenceProxy;

// What a socket has waited for goes on at once, on the thread that has heard of it, instead of being handed to another.
// Nothing may block these threads. The runtime reads this before the first socket.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return await CommandLine.RunAsync(args);
