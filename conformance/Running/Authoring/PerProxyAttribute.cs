using ConformanceKit.Model;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace ConformanceKit.Running.Authoring;

/// <summary>When NUnit runs a suite's assembly, turns each class of scenarios into one fixture per proxy, or per client.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class PerProxyAttribute : NUnitAttribute, IFixtureBuilder2
{
    /// <inheritdoc/>
    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo) => BuildFrom(typeInfo, new Everything());

    /// <inheritdoc/>
    public IEnumerable<TestSuite> BuildFrom(ITypeInfo typeInfo, IPreFilter filter)
    {
        var builder = new NUnitTestFixtureBuilder();
        try
        {
            return [.. ITestRunner.Current.SubjectNames(typeInfo.Type)
                .Select(proxyName => builder.BuildFrom(typeInfo, filter, new TestFixtureParameters(proxyName)))];
        }
        catch (UsageException wrong)
        {
            // NUnit would leave the class out without a word.
            var none = builder.BuildFrom(typeInfo, filter, new TestFixtureParameters("no proxy"));
            none.MakeInvalid(wrong.Message);
            return [none];
        }
    }

    private sealed class Everything : IPreFilter
    {
        public bool IsMatch(Type type) => true;

        public bool IsMatch(Type type, System.Reflection.MethodInfo method) => true;
    }
}
