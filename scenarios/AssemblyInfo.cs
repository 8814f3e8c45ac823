using ConformanceKit.Running.Catalogue;
using NUnit.Framework;

// A scenario spends its time waiting for the network, not for a processor.
[assembly: LevelOfParallelism(32)]

[assembly: SuiteProject("scenarios")]
