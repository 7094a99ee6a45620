using System.Runtime.CompilerServices;
using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit;
using OneVisit.Kit.Departments;
using OneVisit.Kit.UnitOfWork;

namespace OneVisit.Unit.Departments;

public sealed class StoredApplicationTests
{
    private const string Form = """{"shop":{"name":"小店","seats":12}}""";

    [Fact]
    public void The_form_is_read_once_however_often_a_handler_is_asked()
    {
        var stored = Made();
        Assert.Same(stored.FormAs<ShopForm>(), stored.FormAs<ShopForm>());
    }

    [Fact]
    public void It_is_written_as_the_serializer_writes_it()
    {
        var stored = Made();
        Assert.Equal(Utf8Json.Of(stored.Content, TaskJson.Default.ApplicationContent), stored.Json);
    }

    [Fact]
    public void What_was_put_away_is_there_again_when_it_is_asked_for()
    {
        var stored = Made();
        var (json, form) = (stored.Json, stored.FormAs<ShopForm>());
        stored.PutAway();
        Assert.Same(json, stored.Json);
        Assert.Equal(form, stored.FormAs<ShopForm>());
        Assert.Equal(Form, stored.Content.Form.GetRawText());
        Assert.Equal("lease", Assert.Single(stored.Content.Materials).Material);
    }

    [Fact]
    public void Nothing_that_was_read_stays_in_memory_once_it_is_put_away()
    {
        var stored = Made();
        var (content, form) = ReadAndLetGo(stored);
        GC.Collect();
        Assert.False(content.IsAlive, "the parsed content is still held");
        Assert.False(form.IsAlive, "the form is still held");
        GC.KeepAlive(stored);
    }

    [Fact]
    public void The_table_of_tasks_lets_go_of_what_was_read()
    {
        var task = TaskInPlay.Requested("clean").State!;
        var read = task.Application.Content;
        TaskTable.Create().PutAway!(task);
        Assert.NotSame(read, task.Application.Content);
    }

    [Fact]
    public void A_task_that_is_issued_has_its_form_read_once()
    {
        var handler = new Curious();
        var rules = new TaskRules([handler], new CityTime(TimeZoneInfo.Utc));
        var passed = rules.Decide(null, TaskInPlay.Request("any"), Facts.None, TaskInPlay.Now).State!;
        rules.NeedsOf(passed, TaskInPlay.Issue(1), TaskInPlay.Now);
        rules.Decide(passed, TaskInPlay.Issue(1), Facts.None, TaskInPlay.Now);
        Assert.Equal(3, handler.Seen.Count);
        Assert.Single(handler.Seen.Distinct(ReferenceEqualityComparer.Instance));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Content, WeakReference Form) ReadAndLetGo(StoredApplication stored)
    {
        var read = (new WeakReference(stored.Content), new WeakReference(stored.FormAs<ShopForm>()));
        stored.PutAway();
        return read;
    }

    private static StoredApplication Made() =>
        new(new ApplicationContent { Form = JsonElement.Parse(Form), Materials = [new MaterialReference { Material = "lease", Name = "lease.pdf" }] });

    /// <summary>Keeps every form it is shown.</summary>
    private sealed class Curious : ItemHandler<Word>
    {
        public List<Word> Seen { get; } = [];

        public override string Item => TaskInPlay.Item;

        public override ReviewResult Review(Application<Word> application, Facts facts)
        {
            Seen.Add(application.Form);
            return new ReviewResult.Passed("any/1", new Text("通过", "passed"), "the law, art 1", []);
        }

        public override Needs IssueNeeds(Application<Word> application, IReadOnlyList<Licence> inputs)
        {
            Seen.Add(application.Form);
            return Needs.None;
        }

        public override IssueResult Issue(Application<Word> application, IReadOnlyList<Licence> inputs, Facts facts)
        {
            Seen.Add(application.Form);
            return new IssueResult.Issued([], []);
        }
    }

    private sealed record Word(string Text);

    private sealed record ShopForm(Shop Shop);

    private sealed record Shop(string Name, int Seats);
}
