using ConformanceKit.Running.Catalogue;
using NUnit.Framework;

// Scenarios spend their time waiting for the network, not for a processor.
[assembly: LevelOfParallelism(32)]

[assembly: SuiteProject("scenarios")]
