using OneVisit.Kit.Bus;
using OneVisit.Kit.Store;

namespace OneVisit.Unit.Bus;

/// <summary>How the setting <c>Bus</c> names one broker, or the nodes of a cluster.</summary>
public sealed class BrokerNodesTests
{
    [Theory]
    [InlineData("amqp://u:p@one:5672", "amqp://u:p@one:5672/")]
    [InlineData("amqp://one", "amqp://one/")]
    [InlineData("amqp://u:p@one:5672,two:5673,three/city", "amqp://u:p@one:5672/city amqp://u:p@two:5673/city amqp://u:p@three/city")]
    [InlineData("amqps://u:p,q@one, two:5671", "amqps://u:p,q@one/ amqps://u:p,q@two:5671/")]
    public void Every_node_has_the_user_and_the_virtual_host_of_all(string setting, string nodes) =>
        Assert.Equal(nodes.Split(' '), BrokerNodes.Read(setting).Select(n => n.AbsoluteUri));

    [Theory]
    [InlineData("one:5672")]
    [InlineData("http://one:5672")]
    [InlineData("amqp://")]
    [InlineData("amqp://u:p@one:5672,")]
    [InlineData("amqp://u:p@one:5672,two:port")]
    public void What_names_no_broker_is_refused_by_the_settings_name(string setting) =>
        Assert.StartsWith("Bus: expected amqp://", Assert.Throws<ConfigurationException>(() => BrokerNodes.Read(setting)).Message, StringComparison.Ordinal);
}
