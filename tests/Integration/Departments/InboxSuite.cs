using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.Http;
using OneVisit.Catalogue;
using OneVisit.Clock;
using OneVisit.Contracts;
using OneVisit.Contracts.Api;
using OneVisit.Contracts.Codes;
using OneVisit.Desk;
using OneVisit.Integration.Stores;
using OneVisit.Kit;
using OneVisit.Kit.Clocks;
using OneVisit.Kit.Departments;
using OneVisit.Kit.Http;
using OneVisit.Kit.Identity;
using OneVisit.Kit.Store;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Integration.Departments;

/// <summary>The inbox on a real store, filled as the worker fills it, against the same filters over the states in memory.</summary>
public abstract class InboxSuite(TestDatabase database) : IAsyncLifetime
{
    private static readonly DateOnly Today = new(2026, 11, 25);
    private static readonly CityTime Time = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));
    private static readonly string[] Places = ["430600", "430602", "430602003", "430602004", "430611", "430626", "431000"];
    private static readonly string[] Departments = ["parks", "fire"];
    private static readonly string[] Holders = ["pool", "li", "wang"];
    private static readonly ItemLifecycle[] Lifecycles =
        [ItemLifecycle.Reviewing, ItemLifecycle.Reviewing, ItemLifecycle.Claimed, ItemLifecycle.SupplementRequested, ItemLifecycle.InspectionRequested, ItemLifecycle.ReviewPassed, ItemLifecycle.Issued];

    private readonly List<TaskState> _tasks = [];
    private AggregateTable<TaskState> _table = null!;
    private Deadlines _deadlines = new(CityCalendars.Load().National, Time);
    private Store _store = null!;

    public async Task InitializeAsync()
    {
        _table = TaskTable.Create(_ => _deadlines).Column("department", ColumnType.Text, t => t.Department);
        _store = await database.OpenMigratedAsync([.. Migration.In(typeof(TaskState).Assembly, "department"), .. Migration.In(typeof(DeskService).Assembly, "desk")]);
        await FillAsync(600, seed: 7);
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Fact]
    public async Task Pages_put_together_are_what_the_filters_leave_in_the_order_that_was_asked_for()
    {
        var random = new Random(20261124);
        for (var i = 0; i < 200; i++)
        {
            var query = RandomQuery(random, random.Next(1, 40));
            var caller = new Caller("li", null, Role.Officer, "parks", random.Next(5) == 0 ? null : Places[random.Next(Places.Length)]);

            var read = await ReadAllAsync(caller, query);

            Assert.True(Expected(caller, query).SequenceEqual(read), $"{caller.Region}: {string.Join('&', query.Select(q => $"{q.Key}={q.Value}"))}");
        }
    }

    [Theory]
    [InlineData("submitted", "task_department_authority")]
    [InlineData("lateness", "task_department_authority_due")]
    public async Task A_page_of_one_authority_is_read_by_an_index_of_that_order(string sort, string index) =>
        await IsReadByAsync("430602003", sort, index);

    [Theory]
    [InlineData("lateness", "task_department_due")]
    public async Task A_page_of_everything_is_read_by_an_index_of_that_order(string sort, string index) => await IsReadByAsync(null, sort, index);

    [Fact]
    public async Task The_order_moves_with_the_calendar()
    {
        var officer = new Caller("li", null, Role.Officer, "parks", null);
        var before = await ReadAllAsync(officer, Lateness);
        _deadlines = new Deadlines(Corrected(), Time);
        Assert.NotEqual(before, Expected(officer, Lateness));
        Assert.Equal(before, await ReadAllAsync(officer, Lateness));

        await DeriveAsync();

        Assert.Equal(Expected(officer, Lateness), await ReadAllAsync(officer, Lateness));
        // It is no change of the task: whoever has seen it may still act on what they saw.
        Assert.Equal(_tasks.Count, await CountAsync("select count(*) from task where version = 1"));
    }

    [Fact]
    public async Task Open_tasks_that_were_stored_before_there_was_such_an_inbox_are_found_in_it()
    {
        await ExecuteAsync("update task set due_on = null, holder = null, lifecycle = null, bundle = null");

        await DeriveAsync();

        var officer = new Caller("li", null, Role.Officer, "parks", null);
        Assert.Equal(Expected(officer, Lateness), await ReadAllAsync(officer, Lateness));
        Assert.Equal(_tasks.Count(t => t.IsInInbox), await CountAsync("select count(*) from task where open and holder is not null and lifecycle is not null and bundle is not null"));
        Assert.Equal(0, await CountAsync("select count(*) from task where not open and due_on is not null"));
    }

    [Fact]
    public async Task A_row_that_cannot_be_read_is_in_nobody_s_way()
    {
        await ExecuteAsync("update task set state = '{', due_on = null where id = (select id from task where open order by id limit 1)");
        await ExecuteAsync("update task set due_on = null where id = (select id from task where open order by id desc limit 1)");

        await DeriveAsync();

        Assert.Equal(1, await CountAsync("select count(*) from task where open and due_on is null"));
    }

    private async Task DeriveAsync()
    {
        var rederivation = new Rederivation<TaskState>(_store, _table);
        rederivation.Begin();
        while (rederivation.GoesOn)
            await rederivation.GoOnAsync(CancellationToken.None);
    }

    /// <summary>Two weeks of November have become days off.</summary>
    private static CountingCalendar Corrected()
    {
        var files = CatalogueText.BuiltIn().Files.ToDictionary();
        const string File = "calendars/cn.yaml", Passage = "      - { name: { zh: 国庆节, en: National Day }, from: 2026-10-01, through: 2026-10-07 }\n";
        Assert.Contains(Passage, files[File], StringComparison.Ordinal);
        files[File] = files[File].Replace(Passage, Passage + "      - { name: { zh: 某节, en: A festival }, from: 2026-11-05, through: 2026-11-20 }\n", StringComparison.Ordinal);
        return CityCalendars.Load(CatalogueText.Of(files)).National;
    }

    private static Dictionary<string, string> Lateness => new() { ["sort"] = "lateness", ["limit"] = "200" };

    private async Task IsReadByAsync(string? region, string sort, string index)
    {
        await FillAsync(20_000, seed: 8);
        await ExecuteAsync("analyze task");
        await using var connection = await _store.OpenAsync(CancellationToken.None);
        var (statement, parameters) = (await new Inbox(InboxScope.OfMany(_ => true), _store).StatementAsync(
            connection, new Caller("li", null, Role.Officer, "parks", region), "parks", Filter(new() { ["state"] = "open", ["sort"] = sort, ["limit"] = "50" }), Today))!.Value;

        var plan = await PlanAsync(connection, statement, parameters);

        Assert.Matches($@"\b{index}\b", plan);
        Assert.DoesNotMatch("Seq Scan|SCAN task(?! USING)", plan);
    }

    private async Task<string> PlanAsync(System.Data.Common.DbConnection connection, string statement, DynamicParameters parameters)
    {
        var rows = await connection.QueryAsync($"{(_store.Kind == "sqlite" ? "explain query plan" : "explain")} {statement}", parameters);
        return string.Join('\n', rows.Select(r => string.Join(' ', ((IDictionary<string, object>)r).Values)));
    }

    private async Task<List<Guid>> ReadAllAsync(Caller caller, Dictionary<string, string> query)
    {
        var (read, inbox) = (new List<Guid>(), new Inbox(InboxScope.OfMany(_ => true), _store));
        for (string? cursor = null; ;)
        {
            var asked = cursor is null ? query : new Dictionary<string, string>(query) { ["cursor"] = cursor };
            var (rows, next) = await inbox.PageAsync(caller, "parks", Filter(asked), Today, CancellationToken.None);
            read.AddRange(rows.Select(r => r.State.TaskId));
            Assert.True(rows.Count <= int.Parse(query["limit"], CultureInfo.InvariantCulture));
            if (next is null)
                return read;
            cursor = next;
        }
    }

    private static InboxFilter Filter(Dictionary<string, string> query)
    {
        var reader = new QueryReader(new QueryCollection(query.ToDictionary(q => q.Key, q => new Microsoft.Extensions.Primitives.StringValues(q.Value))));
        var filter = InboxFilter.Read(reader);
        Assert.Empty(reader.Faults);
        return filter;
    }

    private IEnumerable<Guid> Expected(Caller caller, Dictionary<string, string> query)
    {
        bool Asks(string name, Func<string, bool> fits) => !query.TryGetValue(name, out var value) || fits(value);
        DateOnly? Due(TaskState t) => TaskTable.DueOn(t, _ => _deadlines);
        var left = _tasks.Where(t => t.Department == "parks" && caller.Covers(t.AuthorityRegion)
            && Asks("state", s => t.IsInInbox == (s == "open")) && Asks("lifecycle", l => KebabCase.Of(t.Lifecycle) == l) && Asks("item", i => t.Item == i) && Asks("bundle", b => t.Bundle == b)
            && Asks("case", c => t.CaseId == Guid.Parse(c)) && Asks("region", r => t.Region.StartsWith(RegionCode.Stem(r), StringComparison.Ordinal))
            && Asks("holder", h => h == "pool" ? t.Holder.StartsWith("pool:", StringComparison.Ordinal) : t.Holder == (h == "me" ? caller.Subject : h))
            && Asks("proposed", p => t.Proposal is not null == (p == "true"))
            && Asks("late", l => t.IsInInbox && Due(t) < Today == (l == "true")) && Asks("sort", s => s == "submitted" || t.IsInInbox));
        return query.GetValueOrDefault("sort") == "lateness"
            ? left.OrderBy(Due).ThenBy(t => $"{t.TaskId}", StringComparer.Ordinal).Select(t => t.TaskId)
            : left.OrderBy(t => $"{t.TaskId}", StringComparer.Ordinal).Select(t => t.TaskId);
    }

    private Dictionary<string, string> RandomQuery(Random random, int limit)
    {
        var query = new Dictionary<string, string> { ["limit"] = $"{limit}" };
        void Maybe(string name, params string[] values)
        {
            if (random.Next(4) == 0)
                query[name] = values[random.Next(values.Length)];
        }
        Maybe("lifecycle", "reviewing", "claimed", "issued");
        Maybe("item", "parks.a", "parks.b");
        Maybe("bundle", "one", "two");
        Maybe("holder", "me", "pool", "wang");
        Maybe("region", "430602", "430602003", "430626");
        Maybe("case", $"{_tasks[random.Next(_tasks.Count)].CaseId}");
        Maybe("proposed", "true", "false");
        Maybe("late", "true", "false");
        Maybe("sort", "lateness", "submitted");
        if (!query.ContainsKey("late") && query.GetValueOrDefault("sort") != "lateness")
            Maybe("state", "open", "closed");
        else
            Maybe("state", "open");
        return query;
    }

    /// <summary>As the worker writes them.</summary>
    private async Task FillAsync(int count, int seed)
    {
        var random = new Random(seed);
        var tasks = Enumerable.Range(0, count).Select(_ => RandomTask(random)).ToList();
        Column[] columns =
        [
            new("id", ColumnType.Uuid), new("version", ColumnType.Bigint), new("state", ColumnType.Json), new("journal_count", ColumnType.Bigint), new("journal_hash", ColumnType.Text),
            .. _table.Indexed.Select(i => i.Column), new("enclosed_in", ColumnType.Bigint),
        ];
        foreach (var some in tasks.Chunk(1000))
        {
            await _store.WriteAsync(new InsertRows("task", columns,
                [.. some.Select(t => (object?[])[t.TaskId, 1L, Utf8Json.Of(t, TaskJson.Default.TaskState), 0L, "", .. _table.Indexed.Select(i => i.Value(t)), null])]));
        }
        _tasks.AddRange(tasks);
    }

    private static TaskState RandomTask(Random random)
    {
        T Pick<T>(T[] of) => of[random.Next(of.Length)];
        var (department, place, lifecycle, holder) = (Pick(Departments), Pick(Places), Pick(Lifecycles), Pick(Holders));
        var start = new DateTimeOffset(2026, 11, 2, 1, 0, 0, TimeSpan.Zero).AddDays(random.Next(30));
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new TaskState
        {
            TaskId = new Guid(bytes),
            CaseId = new Guid(random.Next(50), 0, 0, new byte[8]),
            Item = $"{department}.{Pick<string>(["a", "b"])}",
            Bundle = Pick<string>(["one", "two"]),
            Region = Pick(Places),
            Authority = $"{place}.{department}",
            SubmittedAt = start,
            Lifecycle = lifecycle,
            Holder = holder == "pool" ? $"pool:{place}.{department}" : holder,
            Proposal = random.Next(6) == 0 ? new Proposal(holder, new Decision { Outcome = ReviewOutcome.Pass, By = "officer:li", At = start, Reason = new Text("好", "good"), LegalBasis = "§1" }) : null,
            Clock = random.Next(10) == 0 ? null : new TaskClock
            {
                Start = start,
                Committed = new DayLimit(random.Next(12), DayUnit.WorkingDay),
                Statutory = new DayLimit(20, DayUnit.WorkingDay),
                Suspensions = lifecycle == ItemLifecycle.SupplementRequested ? [new Suspension(start.AddDays(1), null, SuspensionCause.Supplement)] : null,
            },
        };
    }

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = await _store.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(statement);
    }

    private async Task<long> CountAsync(string statement)
    {
        await using var connection = await _store.OpenAsync(CancellationToken.None);
        return await connection.ExecuteScalarAsync<long>(statement);
    }
}

public sealed class InboxOnSqlite() : InboxSuite(new SqliteDatabase());

public sealed class InboxOnPostgres() : InboxSuite(new PostgresDatabase());
