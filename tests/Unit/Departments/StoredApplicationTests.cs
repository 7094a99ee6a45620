using System.Runtime.CompilerServices;
using System.Text.Json;
using OneVisit.Contracts;
using OneVisit.Kit.Departments;

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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference Content, WeakReference Form) ReadAndLetGo(StoredApplication stored)
    {
        var read = (new WeakReference(stored.Content), new WeakReference(stored.FormAs<ShopForm>()));
        stored.PutAway();
        return read;
    }

    private static StoredApplication Made() =>
        new(new ApplicationContent { Form = JsonElement.Parse(Form), Materials = [new MaterialReference { Material = "lease", Name = "lease.pdf" }] });

    private sealed record ShopForm(Shop Shop);

    private sealed record Shop(string Name, int Seats);
}
