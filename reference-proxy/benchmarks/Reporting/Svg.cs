using System.Globalization;
using System.Xml.Linq;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>The few elements that the chart is made of. Text is escaped by the XML library.</summary>
internal static class Svg
{
    private static readonly XNamespace s_namespace = "http://www.w3.org/2000/svg";

    /// <summary>Any element.</summary>
    public static XElement Element(string name, params object[] content) => new(s_namespace + name, content);

    /// <summary>A group, moved.</summary>
    public static XElement At(double x, double y, IEnumerable<XElement> content) =>
        Element("g", new XAttribute("transform", $"translate({Number(x)} {Number(y)})"), content);

    /// <summary>A text; <paramref name="anchor"/> is start, middle or end.</summary>
    public static XElement Text(double x, double y, string text, string style = "", string anchor = "start") => Element(
        "text", Attribute("x", x), Attribute("y", y), new XAttribute("class", style), new XAttribute("text-anchor", anchor),
        text);

    /// <summary>A filled rectangle.</summary>
    public static XElement Rectangle(double x, double y, double width, double height, string style) => Element(
        "rect", Attribute("x", x), Attribute("y", y), Attribute("width", width), Attribute("height", height),
        new XAttribute("class", style));

    /// <summary>A line through points.</summary>
    public static XElement Line(IEnumerable<(double X, double Y)> points, string style) => Element(
        "polyline",
        new XAttribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"))),
        new XAttribute("class", style));

    /// <summary>A dot.</summary>
    public static XElement Dot(double x, double y, string style) =>
        Element("circle", Attribute("cx", x), Attribute("cy", y), Attribute("r", 3), new XAttribute("class", style));

    /// <summary>A number with at most one decimal, and no comma.</summary>
    public static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static XAttribute Attribute(string name, double value) => new(name, Number(value));
}
