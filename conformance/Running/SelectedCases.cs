using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;

namespace ConformanceKit.Running;

/// <summary>NUnit's filter for a set of scenario ids.</summary>
internal sealed class SelectedCases(IReadOnlySet<string> ids) : TestFilter
{
    /// <inheritdoc/>
    public override bool Match(ITest test) => test.Properties.Get(RequirementAttribute.IdProperty) is string id && ids.Contains(id);

    /// <inheritdoc/>
    public override TNode AddToXml(TNode parentNode, bool recursive) => parentNode.AddElement("scenarios", string.Join(',', ids));
}
