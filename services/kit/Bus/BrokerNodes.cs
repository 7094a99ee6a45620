using OneVisit.Kit.Store;

namespace OneVisit.Kit.Bus;

/// <summary>The nodes of a broker, as the setting <c>Bus</c> names them: one address, or the hosts of a cluster one after the other.</summary>
internal static class BrokerNodes
{
    public const string Expected = "amqp://user:password@host:5672, or amqp://user:password@host1:5672,host2:5672,host3:5672 for the nodes of a cluster";

    /// <summary>One address a node: user, password and virtual host are the same for all.</summary>
    /// <exception cref="ConfigurationException">It is no such address.</exception>
    public static IReadOnlyList<Uri> Read(string setting)
    {
        var text = setting.Trim();
        var hosts = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = hosts < 3 ? -1 : text.IndexOfAny(['/', '?'], hosts);
        var (authority, rest) = end < 0 ? (text[Math.Max(0, hosts)..], "") : (text[hosts..end], text[end..]);
        // A password may hold a comma, a host never holds an @.
        var user = authority.LastIndexOf('@') + 1;
        var nodes = new List<Uri>();
        foreach (var host in authority[user..].Split(',', StringSplitOptions.TrimEntries))
        {
            nodes.Add(hosts >= 3 && host.Length > 0 && Uri.TryCreate(text[..(hosts + user)] + host + rest, UriKind.Absolute, out var node) && node is { Scheme: "amqp" or "amqps", Host.Length: > 0 }
                ? node
                : throw new ConfigurationException($"Bus: expected {Expected}"));
        }
        return nodes;
    }
}
