using ConformanceKit.ReferenceProxy.Program;

// Continuations run inline on the thread that waits for sockets, instead of being handed over to another.
// So nothing may block such a thread: neither a name to resolve nor a line to print. The runtime reads this with the first
// socket. The benchmark: 1.3 times the bytes per second through 16 tunnels, 1.2 times the GETs, round trips in 0.65 of the time.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

// One thread for every two cores waits for sockets, instead of one for each: the runtime hands it the sockets in turn, so the two
// of a tunnel are with different threads the less, the fewer there are, and then need not wake each other for each step.
// The benchmark, on two cores: 1.2 times the tunnels per second, 0.8 of their CPU, round trips in 0.9 of the time, 0.8 to 0.95 of
// the GETs.
const string threads = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";
var waiting = Math.Max(1, Environment.ProcessorCount / 2);
if (Environment.GetEnvironmentVariable(threads) is null)
    Environment.SetEnvironmentVariable(threads, $"{waiting}");

// Whoever goes on without waiting takes turns on the threads of the pool (Tcp/Turn.cs), of which there is one for each core that
// is left: with more of them the others would wait for a core instead of for their turn. The benchmark, on two cores: beside
// tunnels that never rest a GET takes 0.6 of the time (99 %); throughput is the same.
AppContext.SetData("System.Threading.ThreadPool.MinThreads", Math.Max(1, Environment.ProcessorCount - waiting));

return await CommandLine.RunAsync(args);
