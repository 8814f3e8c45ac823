using System.Reflection;

namespace ConformanceKit.Model;

/// <summary>The version of the kit and of the reference, which the build takes from one place.</summary>
internal static class ProgramVersion
{
    /// <summary>An assembly's version, without the commit that it was built from.</summary>
    public static string Of(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
