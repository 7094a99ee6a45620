using System.Data.Common;
using System.Globalization;
using OneVisit.Benchmarks.Measuring;
using OneVisit.Benchmarks.WholeLife;
using OneVisit.Kit;

namespace OneVisit.Benchmarks.Growth;

/// <summary>
/// Fills the tables with the rows of one real case, as often as wanted: ids spread over three years, an owner for every three cases, the counties
/// of the sample city in turn, the newest two in a hundred still open. Everything that stays for good is there: cases, tasks, both journals, registers.
/// What is pruned after eight days is not. Journals keep the hashes of the one case: nothing here verifies them.
/// </summary>
internal sealed class StoredCases
{
    private const int CasesAnOwner = 3;
    private const int OpenOneIn = 50;
    private const string Counties = "430602430603430611430621430623430624";
    private static readonly TimeSpan Past = TimeSpan.FromDays(3 * 365);

    private readonly Dialect _dialect;
    private readonly Guid _case;
    private readonly string _subject;
    private readonly IReadOnlyDictionary<string, Guid> _tasks;
    private long _filled = 1;
    private long _target;

    private StoredCases(Dialect dialect, Guid id, string subject, IReadOnlyDictionary<string, Guid> tasks) =>
        (_dialect, _case, _subject, _tasks) = (dialect, id, subject, tasks);

    /// <summary>Takes the platform's only case as the pattern.</summary>
    public static async Task<StoredCases> LikeTheFirstAsync(WholePlatform platform)
    {
        var dialect = Dialect.Of(platform);
        var (id, subject) = await FirstAsync(dialect, ServiceNames.Orchestrator, "select id, subject from {0}", "case_file");
        var tasks = new Dictionary<string, Guid>();
        foreach (var department in WholePlatform.Departments)
            tasks[department] = (await FirstAsync(dialect, department, "select id, item from {0}", "task")).Id;
        return new StoredCases(dialect, id, subject, tasks);
    }

    /// <summary>Fills up to so many cases in all.</summary>
    public async Task FillAsync(long cases)
    {
        if (cases > _filled)
        {
            _target = cases;
            await Task.WhenAll(
            [
                FillServiceAsync(ServiceNames.Orchestrator, cases, ["case_file", "journal"], _case, 0),
                .. WholePlatform.Departments.Select((department, i) => FillServiceAsync(department, cases, ["task", "journal", "register"], _tasks[department], i + 1)),
            ]);
            _filled = cases;
        }
    }

    /// <summary>Ids of cases from all over the store.</summary>
    public async Task<Guid[]> SampleAsync(int count)
    {
        var every = Math.Max(1, _filled / count);
        await using var connection = await _dialect.OpenAsync(ServiceNames.Orchestrator);
        return [.. (await RowsAsync(connection,
            $"select id from (select id, row_number() over (order by id) as r from {_dialect.Table(ServiceNames.Orchestrator, "case_file")}) as c where r % {every} = 0"))
            .Select(r => IdOf(r[0]))];
    }

    private async Task FillServiceAsync(string service, long cases, string[] tables, Guid owner, int kind)
    {
        await using var connection = await _dialect.OpenAsync(service);
        // Each fill has its own distance between cases, and each case its own number: no id comes twice.
        var step = (long)Past.TotalMilliseconds / cases;
        var begin = (TimeProvider.System.GetUtcNow() - Past).ToUnixTimeMilliseconds();
        foreach (var table in tables)
        {
            for (var from = _filled; from < cases; from += _dialect.Chunk)
            {
                var to = Math.Min(cases, from + _dialect.Chunk) - 1;
                await ExecuteAsync(connection, await CopyAsync(connection, service, table, from, to, owner, kind, $"{begin} + g.n * {step}"));
            }
            Benchmark.Say($"growth: {service}.{table} holds {cases} cases");
        }
        await ExecuteAsync(connection, _dialect.AfterFilling(service, tables));
    }

    private async Task<string> CopyAsync(DbConnection connection, string service, string table, long from, long to, Guid owner, int kind, string time)
    {
        var name = _dialect.Table(service, table);
        var columns = (await ColumnsAsync(connection, name)).ToList();
        var key = table is "journal" or "register" ? "owner" : "id";
        var values = columns.Select(column => Value(table, column, kind, time));
        return $"insert into {name} ({string.Join(", ", columns)}) select {string.Join(", ", values)} from {name} t cross join {_dialect.Series(from, to)} where t.{key} = '{owner}'";
    }

    private string Value(string table, string column, int kind, string time) => (table, column) switch
    {
        (_, "id" or "owner") => _dialect.Id(time, kind, "g.n"),
        (_, "case_id") => _dialect.Id(time, 0, "g.n"),
        (_, "region") => County,
        (_, "subject") => Owner,
        ("register", "key") => "t.key || '|' || g.n",
        ("case_file", "lifecycle") => $"case when {IsOpen} then 'reviewing' else t.lifecycle end",
        ("task", "open") => IsOpen,
        (_, "state") => State(kind, time),
        _ => $"t.{column}",
    };

    private string IsOpen => $"g.n >= {_target - _target / OpenOneIn}";

    private static string Owner => $"'owner-' || (g.n / {CasesAnOwner})";

    private static string County => $"substr('{Counties}', cast(1 + 6 * (g.n % {Counties.Length / 6}) as integer), 6)";

    /// <summary>What the state repeats of the columns. Tasks keep the pattern's numbers inside a case: nothing looks them up there.</summary>
    private string State(int kind, string time)
    {
        var state = $"replace(t.state, '{_case}', cast({_dialect.Id(time, 0, "g.n")} as text))";
        if (kind > 0)
            state = $"replace({state}, '{_tasks[WholePlatform.Departments[kind - 1]]}', cast({_dialect.Id(time, kind, "g.n")} as text))";
        state = $"replace({state}, '\"region\":\"{Counties[..6]}\"', '\"region\":\"' || {County} || '\"')";
        state = $"replace({state}, '\"subject\":\"{_subject}\"', '\"subject\":\"' || {Owner} || '\"')";
        return $"case when {IsOpen} then replace(replace({state}, '\"lifecycle\":\"completed\"', '\"lifecycle\":\"reviewing\"'), '\"lifecycle\":\"issued\"', '\"lifecycle\":\"reviewing\"') else {state} end";
    }

    private static async Task<(Guid Id, string Text)> FirstAsync(Dialect dialect, string service, string sql, string table)
    {
        await using var connection = await dialect.OpenAsync(service);
        var row = (await RowsAsync(connection, string.Format(CultureInfo.InvariantCulture, sql, dialect.Table(service, table)))).Single();
        return (IdOf(row[0]), (string)row[1]);
    }

    private static Guid IdOf(object value) => value is Guid id ? id : Guid.Parse((string)value);

    private static async Task<IEnumerable<string>> ColumnsAsync(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"select * from {table} where 1 = 0";
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    private static async Task<List<object[]>> RowsAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
