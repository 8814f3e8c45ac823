using ConformanceKit.CommandLine;
using ConformanceKit.Running.Catalogue;
using NUnit.Framework;

// Printed commands, and baselines, are relative to this project's folder.
[assembly: SuiteProject(".")]

// Scenarios spend their time waiting for the network, not for a processor.
[assembly: LevelOfParallelism(32)]

return await ConformanceCommandLine.RunAsync(typeof(Program).Assembly, args);
