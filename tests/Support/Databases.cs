using Npgsql;

namespace OneVisit.Support;

/// <summary>Statements on a PostgreSQL server, outside of any store.</summary>
public static class Databases
{
    public static async Task RunAsync(Uri server, string sql)
    {
        await using var connection = await OpenAsync(server);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <param name="schema">The schema that names without one are looked for in.</param>
    public static async Task<NpgsqlConnection> OpenAsync(Uri server, string? schema = null)
    {
        var user = server.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = server.Host,
            Port = server.Port > 0 ? server.Port : 5432,
            Database = server.AbsolutePath.TrimStart('/'),
            Username = Uri.UnescapeDataString(user[0]),
            Password = Uri.UnescapeDataString(user.ElementAtOrDefault(1) ?? ""),
            Pooling = false,
        };
        if (schema is not null)
            builder.SearchPath = $"\"{schema}\"";
        var connection = new NpgsqlConnection(builder.ToString());
        await connection.OpenAsync();
        return connection;
    }
}
