namespace OneVisit.Support;

/// <summary>The real PostgreSQL and RabbitMQ the tests run against, as <c>tests/run</c> or the caller names them.</summary>
public static class TestServers
{
    /// <summary><c>postgres://user:password@host:port/database</c>.</summary>
    public static Uri Postgres => Named("ONEVISIT_TEST_POSTGRES");

    /// <summary><c>amqp://user:password@host:port</c>.</summary>
    public static Uri RabbitMq => Named("ONEVISIT_TEST_RABBITMQ");

    /// <summary>RabbitMQ's management API, <c>http://user:password@host:port</c>.</summary>
    public static Uri RabbitMqManagement => Named("ONEVISIT_TEST_RABBITMQ_MANAGEMENT");

    /// <summary>The same address through another port of this machine.</summary>
    public static Uri Through(this Uri server, TcpProxy proxy) => new UriBuilder(server) { Host = "127.0.0.1", Port = proxy.Port }.Uri;

    private static Uri Named(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
        ? new Uri(value)
        : throw new InvalidOperationException(
            $"{variable} is not set. This test needs a real server: run tests/run, or `tests/servers start DIR` and the export lines it prints.");
}
