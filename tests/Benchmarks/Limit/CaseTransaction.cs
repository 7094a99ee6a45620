using System.Globalization;
using System.Text;
using Npgsql;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.Yardstick;
using OneVisit.Kit;

namespace OneVisit.Benchmarks.Limit;

/// <summary>
/// All rows that one case of the yardstick leaves, written again under new ids in one transaction: what nobody can do with fewer writes. The
/// rows, their sizes, tables and indexes are those of a case that has just been run; inbox and outbox are ours alone and not part of it.
/// </summary>
internal sealed class CaseTransaction
{
    private readonly Dictionary<string, string> _variables = new() { ["n"] = "0" };

    private CaseTransaction()
    {
    }

    /// <summary>Values of the rows, by the name the script gives them.</summary>
    public IReadOnlyDictionary<string, string> Variables => _variables;

    /// <summary>The script, every statement sent at once, which is well above one by one. Each client counts its cases in <c>n</c>.</summary>
    public string Script { get; private set; } = "";

    public static async Task<CaseTransaction> ReadAsync(Uri database)
    {
        var transaction = new CaseTransaction();
        await using var connection = new NpgsqlConnection(Servers.ConnectionString(database));
        await connection.OpenAsync();
        var join = $"\"{ServiceNames.Orchestrator}\"";
        var approval = await IdAsync(connection, $"select id from {join}.approval where completed_at is not null limit 1");
        var statements = new List<string>
        {
            await transaction.InsertAsync(connection, $"{join}.approval", "id", approval, _ => Id(0)),
            await transaction.InsertAsync(connection, $"{join}.journal", "owner", approval, _ => Id(0)),
        };
        foreach (var (department, i) in YardstickPlatform.Departments.Select((d, i) => (d, i)))
        {
            var task = await IdAsync(connection, $"select id from \"{department}\".task where case_id = '{approval}'");
            statements.Add(await transaction.InsertAsync(connection, $"\"{department}\".task", "id", task, column => Id(column == "case_id" ? 0 : i + 1)));
            statements.Add(await transaction.InsertAsync(connection, $"\"{department}\".journal", "owner", task, _ => Id(i + 1)));
        }
        statements.Add(await transaction.UpdateAsync(connection, $"{join}.approval", approval));
        transaction.Script = $"""
            \set n :n + 1
            \startpipeline
            begin;
            {string.Join("\n", statements)}
            commit;
            \endpipeline

            """;
        return transaction;
    }

    /// <summary>New rows in ascending order for each client, as UUIDv7 would make them: random ones would cost the indexes more.</summary>
    private static string Id(int which) =>
        string.Create(CultureInfo.InvariantCulture, $"('019ab000-{which:x4}-7' || lpad(to_hex(:client_id::int), 3, '0') || '-8000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid");

    private async Task<string> InsertAsync(NpgsqlConnection connection, string table, string key, Guid owner, Func<string, string> id)
    {
        var (columns, rows) = await RowsAsync(connection, table, key, owner);
        var values = rows.Select(row => $"({string.Join(", ", row.Select((value, i) => columns[i].Type == "uuid" ? id(columns[i].Name) : Value(value, columns[i].Type)))})");
        return $"insert into {table} ({string.Join(", ", columns.Select(c => c.Name))}) values {string.Join(", ", values)};";
    }

    /// <summary>The join's last step: everything but with which entry the submission came, which never changes.</summary>
    private async Task<string> UpdateAsync(NpgsqlConnection connection, string table, Guid approval)
    {
        var (columns, rows) = await RowsAsync(connection, table, "id", approval);
        var set = new StringBuilder();
        foreach (var (column, value) in columns.Zip(rows[0]).Where(c => c.First.Name is not ("id" or "enclosed_in")))
            set.Append(set.Length == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"{column.Name} = {Value(value, column.Type)}");
        return $"update {table} set {set} where id = {Id(0)};";
    }

    private string Value(string? value, string type)
    {
        if (value is null)
            return "null";
        var name = $"v{_variables.Count}";
        _variables[name] = value;
        return $":{name}::{type}";
    }

    private static async Task<(List<(string Name, string Type)> Columns, List<string?[]> Rows)> RowsAsync(NpgsqlConnection connection, string table, string key, Guid owner)
    {
        await using var command = new NpgsqlCommand($"select * from {table} where {key} = $1", connection) { Parameters = { new() { Value = owner } }, AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync();
        var columns = Enumerable.Range(0, reader.FieldCount).Select(i => (reader.GetName(i), reader.GetDataTypeName(i))).ToList();
        var rows = new List<string?[]>();
        while (await reader.ReadAsync())
            rows.Add([.. columns.Select((_, i) => reader.IsDBNull(i) ? null : reader.GetString(i))]);
        return (columns, rows);
    }

    private static async Task<Guid> IdAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is Guid id ? id : throw new InvalidOperationException($"no row: {sql}");
    }
}
