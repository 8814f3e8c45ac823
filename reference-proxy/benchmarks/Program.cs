using ConformanceKit.ReferenceProxy.Benchmarks;

return await CommandLine.RunAsync(args);
