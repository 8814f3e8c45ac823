using ConformanceKit.CommandLine;

return await ConformanceCommandLine.RunAsync(typeof(Program).Assembly, args);
