using Microsoft.Data.Sqlite;

namespace OneVisit.Chaos;

/// <summary>Damage done by hand to an embedded platform's files, to prove that a run can fail.</summary>
internal static class Controls
{
    /// <summary>A case that was acknowledged is deleted.</summary>
    public static Task DeleteACaseAsync(Fleet fleet, Load load) =>
        ExecuteAsync(fleet, "delete from case_file where id = $id", load.Cases.First());

    /// <summary>The first answers are forgotten, and a request is repeated: its key gets a second case.</summary>
    public static async Task ForgetAnswersAsync(Fleet fleet, Load load)
    {
        await ExecuteAsync(fleet, "delete from idempotency", null);
        await load.RepeatAsync();
    }

    private static async Task ExecuteAsync(Fleet fleet, string sql, Guid? id)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(fleet.Folder, "orchestrator.db"), Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (id is { } value)
            command.Parameters.AddWithValue("$id", value.ToString("D"));
        await command.ExecuteNonQueryAsync();
    }
}
