using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace ConformanceKit.CommandLine;

/// <summary>What <c>--version</c> prints: the version of the suite and, if it is another one, that of the kit.</summary>
/// <param name="suite">The assembly with the scenarios.</param>
internal sealed class VersionText(Assembly suite) : SynchronousCommandLineAction
{
    /// <summary>Makes this what the option prints.</summary>
    public static void Use(RootCommand root, Assembly suite) =>
        root.Options.OfType<VersionOption>().Single().Action = new VersionText(suite);

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var output = parseResult.InvocationConfiguration.Output;
        var (own, kit) = (VersionOf(suite), VersionOf(typeof(VersionText).Assembly));
        if (own == kit)
        {
            output.WriteLine(own);
            return 0;
        }
        output.WriteLine($"{suite.GetName().Name} {own}");
        output.WriteLine($"ConformanceKit {kit}");
        return 0;
    }

    private static string VersionOf(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
