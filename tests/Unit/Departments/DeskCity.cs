using System.Text.Json;
using OneVisit.Catalogue;
using OneVisit.Contracts;
using OneVisit.Desk;
using OneVisit.Kit.Departments;

namespace OneVisit.Unit.Departments;

/// <summary>The city of <c>tests/Samples/desk-city</c>, where no department has code, and applications to its items.</summary>
internal static class DeskCity
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Samples", "desk-city");

    public static Dictionary<string, string> Files() => Directory.GetFiles(Folder, "*.yaml", SearchOption.AllDirectories)
        .ToDictionary(path => $"data/{Path.GetRelativePath(Folder, path).Replace('\\', '/')}", File.ReadAllText);

    /// <summary>An item's handler, after a change of the item's own file.</summary>
    public static IItemHandler Handler(string item, string passage = "", string replacement = "")
    {
        var files = Files();
        var path = $"data/{item.Replace(".", "/items/", StringComparison.Ordinal)}.yaml";
        if (passage.Length > 0)
        {
            Assert.Contains(passage, files[path], StringComparison.Ordinal);
            files[path] = files[path].Replace(passage, replacement, StringComparison.Ordinal);
        }
        return DeskService.HandlerOf(CityCatalogue.Load(files), item)!;
    }

    public static Application<JsonElement> Application(IItemHandler handler, string form, params string[] materials) => new(
        CaseId: new Guid("019ab000-0000-7000-8000-0000000000ff"),
        Sample.Task, handler.Item, "430602003", $"430602.{handler.Item.Split('.')[0]}",
        new ApplicantName { Kind = ApplicantKind.NaturalPerson, Name = "张三" },
        JsonElement.Parse(form),
        [.. materials.Select(m => new MaterialReference { Material = m, Name = $"{m}.pdf" })],
        Sample.Today);

    /// <summary>The licences and the register's claims, with numbers from <paramref name="first"/> on in every sequence.</summary>
    public static IssueResult.Issued Issue(IItemHandler handler, string form, long first = 1)
    {
        var application = Application(handler, form);
        return Assert.IsType<IssueResult.Issued>(handler.Issue(application, [], Sample.Known(handler.IssueNeeds(application, []), first)));
    }
}
