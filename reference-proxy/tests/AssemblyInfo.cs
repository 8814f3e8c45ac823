[assembly: Parallelizable(ParallelScope.All)]
[assembly: LevelOfParallelism(16)]
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
