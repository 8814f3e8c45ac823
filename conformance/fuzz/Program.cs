return await ConformanceKit.Fuzz.FuzzCommandLine.RunAsync(args);
