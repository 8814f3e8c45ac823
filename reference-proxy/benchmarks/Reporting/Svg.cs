using System.Globalization;
using System.Xml.Linq;

namespace ConformanceKit.ReferenceProxy.Benchmarks.Reporting;

/// <summary>The few elements that the chart consists of. The XML library escapes text.</summary>
internal static class Svg
{
    private static readonly XNamespace s_namespace = "http://www.w3.org/2000/svg";

    /// <summary>Makes any element.</summary>
    public static XElement Element(string name, params object[] content) => new(s_namespace + name, content);

    /// <summary>Makes a group at a position.</summary>
    public static XElement At(double x, double y, IEnumerable<XElement> content) =>
        Element("g", new XAttribute("transform", $"translate({Number(x)} {Number(y)})"), content);

    /// <summary>Makes a text; <paramref name="anchor"/> is start, middle or end.</summary>
    public static XElement Text(double x, double y, string text, string style = "", string anchor = "start") => Element(
        "text", Attribute("x", x), Attribute("y", y), new XAttribute("class", style), new XAttribute("text-anchor", anchor),
        text);

    /// <summary>Makes a filled rectangle.</summary>
    public static XElement Rectangle(double x, double y, double width, double height, string style) => Element(
        "rect", Attribute("x", x), Attribute("y", y), Attribute("width", width), Attribute("height", height),
        new XAttribute("class", style));

    /// <summary>Makes a line through points.</summary>
    public static XElement Line(IEnumerable<(double X, double Y)> points, string style) => Element(
        "polyline",
        new XAttribute("points", string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}"))),
        new XAttribute("class", style));

    /// <summary>Makes a dot.</summary>
    public static XElement Dot(double x, double y, string style) =>
        Element("circle", Attribute("cx", x), Attribute("cy", y), Attribute("r", 3), new XAttribute("class", style));

    /// <summary>Formats a number with at most one decimal and without a comma.</summary>
    public static string Number(double value) => Math.Round(value, 1).ToString(CultureInfo.InvariantCulture);

    private static XAttribute Attribute(string name, double value) => new(name, Number(value));
}
