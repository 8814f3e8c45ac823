using System.Globalization;
using System.Net;
using System.Text.Json;

namespace ConformanceKit.Containers;

/// <summary>Reads what <c>docker inspect</c> prints.</summary>
internal static class DockerJson
{
    /// <summary>The network's gateway addresses.</summary>
    /// <param name="json">The output of <c>docker network inspect NAME</c>.</param>
    public static ContainerNetwork Network(string json)
    {
        using var document = JsonDocument.Parse(json);
        var network = document.RootElement[0];
        // The engine writes "Gateway" with or without the prefix length, depending on its version.
        var gateways = network.GetProperty("IPAM").GetProperty("Config").EnumerateArray()
            .Select(config => Address(config, "Gateway")).OfType<IPAddress>().ToList();
        return new ContainerNetwork(
            network.GetProperty("Name").GetString()!,
            gateways.First(g => g.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork),
            gateways.Find(g => g.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6));
    }

    /// <summary>The container's state.</summary>
    /// <param name="json">The output of <c>docker inspect NAME</c>.</param>
    /// <param name="network">Name of the network whose addresses to return.</param>
    public static ContainerState Container(string json, string network)
    {
        using var document = JsonDocument.Parse(json);
        var container = document.RootElement[0];
        var settings = container.GetProperty("NetworkSettings");
        var attached = settings.GetProperty("Networks").TryGetProperty(network, out var found);
        return new ContainerState(
            container.GetProperty("State").GetProperty("Running").GetBoolean(),
            attached ? Address(found, "IPAddress") : null,
            attached ? Address(found, "GlobalIPv6Address") : null,
            PublishedPorts(settings.GetProperty("Ports")));
    }

    /// <summary>Name and labels of containers or networks.</summary>
    /// <param name="json">The output of <c>docker inspect</c> or <c>docker network inspect</c>.</param>
    /// <param name="kind">Which of the two.</param>
    public static List<LabelledObject> Labelled(string json, LabelledKind kind)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(item => new LabelledObject(
            kind,
            item.GetProperty("Name").GetString()!.TrimStart('/'),
            Labels(kind == LabelledKind.Container ? item.GetProperty("Config") : item)))];
    }

    private static Dictionary<string, string> Labels(JsonElement owner) =>
        owner.GetProperty("Labels").EnumerateObject().ToDictionary(l => l.Name, l => l.Value.GetString() ?? "");

    private static IPAddress? Address(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && IPAddress.TryParse(value.GetString()?.Split('/')[0], out var address)
            ? address
            : null;

    private static Dictionary<int, int> PublishedPorts(JsonElement ports)
    {
        var published = new Dictionary<int, int>();
        foreach (var port in ports.EnumerateObject())
        {
            if (port.Value.ValueKind != JsonValueKind.Array || port.Value.GetArrayLength() == 0)
                continue;
            var inside = int.Parse(port.Name.Split('/')[0], CultureInfo.InvariantCulture);
            published[inside] = int.Parse(port.Value[0].GetProperty("HostPort").GetString()!, CultureInfo.InvariantCulture);
        }

        return published;
    }
}
