using ConformanceKit.ReferenceProxy;

return await CommandLine.RunAsync(args);
