using System.Net;
using System.Net.Sockets;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Webhooks;

/// <summary>
/// Where the platform's own calls to others may go: webhooks, and questions to closed systems. Outside Development: over https, to public addresses alone, and to what a city names of its own network. Looked at when a
/// subscription is made or a closed system configured, and again with each connection, at the address that is really connected to: a name that leads elsewhere by then leads nowhere.
/// </summary>
/// <param name="anywhere">Development: any address, over http too.</param>
/// <param name="hosts">Hosts of the city's own network, in lower case.</param>
/// <param name="networks">Networks of the city's own.</param>
internal sealed class WebhookTargets(bool anywhere, IReadOnlySet<string> hosts, IReadOnlyList<IPNetwork> networks)
{
    /// <summary>The setting that names hosts and networks.</summary>
    public const string Setting = "Webhooks:Allow";

    private const int LongestUrl = 2000;
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookUpTime = TimeSpan.FromSeconds(3);

    /// <param name="setting">Hosts and networks, separated by commas: <c>tax.city.internal, 10.20.0.0/16</c>.</param>
    /// <exception cref="ConfigurationException">One of them is neither.</exception>
    public static WebhookTargets Read(string? setting, bool anywhere)
    {
        var (hosts, networks) = (new HashSet<string>(StringComparer.Ordinal), new List<IPNetwork>());
        foreach (var part in (setting ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
                networks.Add(network);
            else if (Uri.CheckHostName(part) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6)
                hosts.Add(part.ToLowerInvariant());
            else
                throw new ConfigurationException($"{Setting}: expected hosts and networks separated by commas, as in tax.city.internal, 10.20.0.0/16");
        }
        return new WebhookTargets(anywhere, hosts, networks);
    }

    /// <summary>What connects to these addresses and to no others: no redirection is followed, and an answer's head is bounded.</summary>
    /// <param name="atOnce">Connections to one server.</param>
    public SocketsHttpHandler Handler(int atOnce) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // A proxy would connect in our place, to what only it looks up.
        UseProxy = false,
        ConnectTimeout = ConnectTime,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxConnectionsPerServer = atOnce,
        // Kilobytes. Of what is not read of an answer, what lets a small one's connection be used again.
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 4096,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        ConnectCallback = ConnectAsync,
    };

    /// <summary>The address that is asked for; null beside a fault.</summary>
    public async Task<Uri?> ReadAsync(string text, string pointer, List<Fault> faults, CancellationToken cancel)
    {
        var url = Read(text, pointer, faults);
        if (url is null || anywhere)
            return url;
        // A name that cannot be looked up now may be there later; what it leads to is looked at with each connection.
        if (!Allows(url.IdnHost) && await LooksUpAsync(url.IdnHost, cancel) is { } found && found.Any(a => !Allows(a)))
            faults.Add(Inside(pointer));
        return url;
    }

    /// <summary>The same without looking a name up: an address that is written out is judged at once, a name with each connection.</summary>
    public Uri? ReadUnresolved(string text, string pointer, List<Fault> faults)
    {
        var url = Read(text, pointer, faults);
        if (url is not null && !anywhere && !Allows(url.IdnHost) && IPAddress.TryParse(url.IdnHost, out var literal) && !Allows(literal))
            faults.Add(Inside(pointer));
        return url;
    }

    private Uri? Read(string text, string pointer, List<Fault> faults)
    {
        if (text.Length > LongestUrl || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            faults.Add(new Fault(pointer, FaultCodes.WrongFormat, $"An absolute https address of at most {LongestUrl} characters is expected."));
            return null;
        }
        if (url.UserInfo.Length > 0 || url.Fragment.Length > 0)
            faults.Add(new Fault(pointer, FaultCodes.WrongFormat, "An address without a user, a password or a fragment is expected."));
        if (!anywhere && url.Scheme != "https")
            faults.Add(new Fault(pointer, FaultCodes.InsecureAddress, "An https address is expected."));
        return url;
    }

    private static Fault Inside(string pointer) => new(pointer, FaultCodes.InternalAddress, "An address on the public internet is expected, or one that the operator has named.");

    /// <summary>The addresses of a host that may be connected to; none where it leads inside.</summary>
    public IReadOnlyList<IPAddress> Of(string host, IReadOnlyList<IPAddress> found) => anywhere || Allows(host) ? found : [.. found.Where(Allows)];

    /// <summary>Connects to the very address that was looked at.</summary>
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancel);
        if (Of(host, found) is not { Count: > 0 } allowed)
            throw new TargetInsideException();
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync([.. allowed], port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool Allows(string host) => hosts.Contains(host.TrimEnd('.').ToLowerInvariant());

    private bool Allows(IPAddress address) =>
        InternetAddress.IsPublic(address) || networks.Any(n => n.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    private static async Task<IPAddress[]?> LooksUpAsync(string host, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host, out var literal))
            return [literal];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(LookUpTime);
        try
        {
            return await Dns.GetHostAddressesAsync(host, patience.Token);
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or OperationCanceledException or ArgumentException && !cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}

/// <summary>A name leads where no call may go.</summary>
internal sealed class TargetInsideException() : IOException("its name leads to no public address");
