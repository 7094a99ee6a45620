using System.Net;
using OneVisit.Contracts.Api;
using OneVisit.Kit.Store;
using OneVisit.Kit.Webhooks;

namespace OneVisit.Unit.Webhooks;

public sealed class WebhookTargetsTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("223.255.255.255", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("100.128.0.1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.0.0.8", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("198.51.100.7", false)]
    [InlineData("203.0.113.7", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("239.255.255.250", false)]
    [InlineData("240.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::7f00:1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::10.0.0.1", false)]
    [InlineData("64:ff9b::8.8.8.8", true)]
    [InlineData("64:ff9b:1::1", false)]
    [InlineData("100::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("3fff::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void Only_the_public_internet_is_public(string address, bool isPublic) => Assert.Equal(isPublic, InternetAddress.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://8.8.8.8/hooks?key=1", null)]
    [InlineData("http://8.8.8.8/hooks", FaultCodes.InsecureAddress)]
    [InlineData("https://127.0.0.1/hooks", FaultCodes.InternalAddress)]
    [InlineData("https://localhost:8443/", FaultCodes.InternalAddress)]
    [InlineData("https://[::1]/", FaultCodes.InternalAddress)]
    [InlineData("https://[::ffff:10.0.0.7]/", FaultCodes.InternalAddress)]
    [InlineData("https://2130706433/", FaultCodes.InternalAddress)]
    [InlineData("https://0x7f.1/", FaultCodes.InternalAddress)]
    [InlineData("https://169.254.169.254/latest/meta-data", FaultCodes.InternalAddress)]
    [InlineData("https://user:secret@8.8.8.8/", FaultCodes.WrongFormat)]
    [InlineData("https://8.8.8.8/#part", FaultCodes.WrongFormat)]
    [InlineData("ftp://8.8.8.8/", FaultCodes.WrongFormat)]
    [InlineData("/hooks", FaultCodes.WrongFormat)]
    [InlineData("not an address", FaultCodes.WrongFormat)]
    public async Task Outside_development_an_address_is_https_and_public(string url, string? code)
    {
        Assert.Equal(code, await FaultOfAsync(WebhookTargets.Read(null, anywhere: false), url));
        if (code is FaultCodes.InsecureAddress or FaultCodes.InternalAddress)
            Assert.Null(await FaultOfAsync(WebhookTargets.Read(null, anywhere: true), url));
    }

    [Fact]
    public async Task Every_fault_of_an_address_is_told()
    {
        var faults = new List<Fault>();
        await WebhookTargets.Read(null, anywhere: false).ReadAsync("http://me@10.0.0.1/#x", "/url", faults, CancellationToken.None);

        Assert.Equal([FaultCodes.WrongFormat, FaultCodes.InsecureAddress, FaultCodes.InternalAddress], faults.Select(f => f.Code));
    }

    [Fact]
    public async Task A_city_names_hosts_and_networks_of_its_own()
    {
        var targets = WebhookTargets.Read("Localhost , 10.20.0.0/16", anywhere: false);

        Assert.Null(await FaultOfAsync(targets, "https://localhost:8443/"));
        Assert.Null(await FaultOfAsync(targets, "https://10.20.3.4/"));
        Assert.Null(await FaultOfAsync(targets, "https://[::ffff:10.20.3.4]/"));
        Assert.Equal(FaultCodes.InternalAddress, await FaultOfAsync(targets, "https://10.21.3.4/"));
        // Named or not, it is https.
        Assert.Equal(FaultCodes.InsecureAddress, await FaultOfAsync(targets, "http://localhost/"));
        Assert.Contains("expected hosts and networks", Assert.Throws<ConfigurationException>(() => WebhookTargets.Read("10.20.0.0/16, not a host", anywhere: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_leads_elsewhere_by_the_time_of_the_connection_leads_nowhere()
    {
        var targets = WebhookTargets.Read("10.20.0.0/16", anywhere: false);
        IPAddress[] found = [IPAddress.Parse("127.0.0.1"), IPAddress.Parse("8.8.8.8"), IPAddress.Parse("10.20.0.1"), IPAddress.Parse("::1")];

        Assert.Equal(["8.8.8.8", "10.20.0.1"], targets.Of("rebound.example", found).Select(a => a.ToString()));
        Assert.Empty(targets.Of("rebound.example", [found[0], found[3]]));
    }

    private static async Task<string?> FaultOfAsync(WebhookTargets targets, string url)
    {
        var faults = new List<Fault>();
        await targets.ReadAsync(url, "/url", faults, CancellationToken.None);
        return faults.Count == 0 ? null : Assert.Single(faults).Code;
    }
}
